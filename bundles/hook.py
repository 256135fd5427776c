"""The build hook (`[tool.hatch.build.targets.wheel.hooks.custom]`): put into the wheel what is made of its files.

That is poa_lint/core/built/, and the manual and the scripts of shells, which go where `man` and shells look.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuildHook(BuildHookInterface[Any]):
    """Write the modules of `bundles.generate`: for a wheel into it, for an editable installation into the checkout."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it builds; `version` is `editable` or `standard`."""
        # hatchling runs this file alone: the packages beside it are not on the path.
        sys.path.insert(0, self.root)
        try:
            from bundles import generate, share
        finally:
            sys.path.remove(self.root)
        if version == "editable":
            generate.write(generate.TARGET, checkout=True)
            return
        self.folder = tempfile.TemporaryDirectory()
        target = Path(self.folder.name) / "built"
        generate.write(target, checkout=False)
        build_data["force_include"][str(target)] = "poa_lint/core/built"
        shared = Path(self.folder.name) / "share"
        build_data["shared_data"] |= {str(path): place for path, place in share.write(shared)}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling when the wheel is written."""
        del build_data, artifact_path
        if version != "editable":
            self.folder.cleanup()
