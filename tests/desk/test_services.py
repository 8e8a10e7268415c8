"""Whether anybody is there: told to who has been welcomed, and by his welcome to who has not."""

from server.desk.people.services import Services
from tests.desk.conftest import Shop


async def test_who_is_being_let_in_hears_nothing_before_his_welcome(sqlite_shop: Shop) -> None:
    vera, services = sqlite_shop.guest(), Services(sqlite_shop.desk)
    await services.tell()
    assert sqlite_shop.screens.visitors == []
    vera.service = {"online": True}
    sqlite_shop.desk.notice_change()
    await services.tell()
    assert [(who, what) for who, what, _ in sqlite_shop.screens.visitors] == [(vera.id, "service")]
