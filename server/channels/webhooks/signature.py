"""By which a receiver knows that it was us, and when (docs/webhooks.md)."""

import hashlib
import hmac

HEADER = "Chat-Butler-Signature"


def signature(secret: str, body: bytes, at: int) -> str:
    """`t=SECONDS,v1=HEX`: HMAC-SHA256 over the seconds, a dot and the body, by the secret. `at` in ms."""
    seconds = str(at // 1000)
    signed = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256)
    return f"t={seconds},v1={signed.hexdigest()}"
