"""Whether a site's host vouches for who a visitor says he is."""

import hashlib
import hmac
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from server.core.refusals import Unauthorized
from server.desk.directory import Site

from .commands import Identify

CLOCKS_DIFFER = 60_000  # ms: the site's, which says until when a token is good, and ours


def vouched(site: Site, claim: Identify, now: int) -> str:
    """The customer's id, proven with the site's secret by a token or an HMAC. Raises Unauthorized."""
    if not site.secret:
        raise Unauthorized("this site vouches for nobody")
    if claim.jwt is not None:
        return _by_token(site, claim, now)
    expected = hmac.new(site.secret.encode(), claim.id.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
    if claim.hash is None or not hmac.compare_digest(
        expected.encode(), claim.hash.encode("utf-8", "replace")
    ):
        raise Unauthorized("not vouched for")
    return claim.id


def _by_token(site: Site, claim: Identify, now: int) -> str:
    try:
        claims: dict[str, Any] = jwt.decode(
            claim.jwt or "", OctKey.import_key(site.secret), algorithms=["HS256"]
        ).claims
    except (JoseError, ValueError, UnicodeError):
        raise Unauthorized("not vouched for") from None
    expires = claims.get("exp")
    if claims.get("sub") != claim.id or not isinstance(expires, int | float):
        raise Unauthorized("not vouched for")
    if expires * 1000 + CLOCKS_DIFFER <= now:
        raise Unauthorized("not vouched for")
    return claim.id
