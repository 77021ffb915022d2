"""Static files under names that carry their hash, modules' imports included, compressed ahead of time."""

from servestatic.storage import CompressedManifestStaticFilesStorage


class ModuleManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    support_js_module_import_aggregation = True
