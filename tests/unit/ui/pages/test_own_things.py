"""Deleting the account asks for the word, and leaves nothing behind in the tab."""

import asyncio

import pytest

from preppal.errors import NotAllowed, NotFound
from preppal.ui.pages.library.state import LibraryState
from preppal.ui.pages.own_things import OwnThingsState
from tests.paper_texts import RESUME
from tests.unit.ui.conftest import NOBODY, Product, perform, redirects


@pytest.mark.parametrize("word", ["", "yes", "delete everything"])
def test_account_stays_without_the_word(product: Product, word: str) -> None:
    maya = product.sign_in()
    state = maya.open(OwnThingsState, "/profile")
    perform(state.erase({"word": word}))
    assert state.error == "Type the word delete."
    assert product.accounts.profile(maya.user_id)


def test_typed_word_deletes_the_account(product: Product) -> None:
    maya = product.sign_in()
    product.resumes.paste(maya.user_id, RESUME)
    state = maya.open(OwnThingsState, "/profile")
    library = asyncio.run(state.get_state(LibraryState))
    library.text = RESUME
    assert redirects(perform(state.erase({"word": " Delete "}))) == ["/"]
    with pytest.raises(NotFound):
        product.accounts.profile(maya.user_id)
    with pytest.raises(NotAllowed):
        product.accounts.person_for_token(maya.token)
    assert library.text == ""


def test_account_that_could_not_be_deleted_says_so(product: Product) -> None:
    maya = product.sign_in()
    product.fail("belongings", "erase")
    state = maya.open(OwnThingsState, "/profile")
    perform(state.erase({"word": "delete"}))
    assert (state.is_busy, state.error[:23]) == (False, "It could not be done, t")
    assert product.accounts.profile(maya.user_id)


def test_nobody_deletes_nothing(product: Product) -> None:
    maya = product.sign_in()
    perform(NOBODY.open(OwnThingsState, "/profile").erase({"word": "delete"}))
    assert product.accounts.profile(maya.user_id)
