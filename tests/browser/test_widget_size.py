"""What a visitor downloads, as the server sends it to browsers that take brotli."""

import pytest

from server.rest.pages import client_files

LANGUAGES = ("de", "en", "it", "pl")
LOADER, INTERFACE, ALL = 2_048, 15_360, 32_768  # bytes


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_widget_keeps_its_budget(language: str) -> None:
    loader = size("widget.js")
    interface = loader + size(f"assets/widget-{language}-*.js")
    everything = interface + size(f"assets/talk-{language}-*.js")
    assert (loader <= LOADER, interface <= INTERFACE, everything <= ALL) == (True, True, True), (
        f"loader {loader}, with the interface {interface}, with everything {everything} bytes"
    )


def size(pattern: str) -> int:
    (found,) = client_files().glob(f"{pattern}.br")
    return found.stat().st_size
