"""Lines of a template that stand on the page without a space between them."""

from __future__ import annotations

import re

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.template.context import Context

register = template.Library()

BREAK = re.compile(r"\n\s*")


@register.tag
def joined(parser: Parser, token: Token) -> Node:
    """All up to `{% endjoined %}` without its line breaks and what indents the lines; what is filled in stays as it is."""
    nodes = parser.parse(("endjoined",))
    parser.delete_first_token()
    for text in nodes.get_nodes_by_type(TextNode):
        assert isinstance(text, TextNode)
        text.s = BREAK.sub("", text.s)
    return Joined(nodes)


class Joined(Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        return self.nodelist.render(context)
