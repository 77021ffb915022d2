"""What a template prints in the same words each time."""

from __future__ import annotations

from django import template
from django.template.base import Node, NodeList, Parser, Token, VariableNode
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.translation import get_language

register = template.Library()


@register.tag
def fixed(parser: Parser, token: Token) -> Node:
    """All up to `{% endfixed %}`, rendered once for each language: it depends on nothing else. For what stands on a page a
    hundred times, since a lookup in a catalogue costs more than the words around it."""
    nodes = parser.parse(("endfixed",))
    parser.delete_first_token()
    if nodes.get_nodes_by_type(VariableNode):
        raise TemplateSyntaxError("between fixed and endfixed nothing can be filled in")
    return Fixed(nodes)


class Fixed(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self._rendered: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        found = self._rendered.get(language)
        if found is None:
            found = self._rendered[language] = self.nodelist.render(context)
        return found
