import pytest

from familyguide.services import qr


def finder(grid, top, left):
    """Give the 7 by 7 square that scanners look for."""
    return tuple(tuple(grid[top + y][left + x] for x in range(7)) for y in range(7))


EYE = tuple(
    tuple(max(abs(x - 3), abs(y - 3)) != 2 for x in range(7))  # a ring, a gap, a square
    for y in range(7)
)


@pytest.mark.parametrize(
    "data", ["tel:119", "sms:114", "tel:+33806231063", "https://www.allo119.gouv.fr/" + "a" * 200]
)
def test_a_code_is_square_with_three_eyes_and_a_quiet_zone(data):
    grid = qr.grid(data)
    size = len(grid)
    assert {len(row) for row in grid} == {size}
    # 17 + 4 per version, and four empty modules on each side.
    assert (size - 8 - 17) % 4 == 0
    for top, left in ((4, 4), (4, size - 11), (size - 11, 4)):
        assert finder(grid, top, left) == EYE
    border = [*grid[:4], *grid[-4:], *(row[:4] + row[-4:] for row in grid)]
    assert not any(any(row) for row in border)


def test_the_same_data_gives_the_same_code_and_other_data_another():
    assert qr.grid("tel:119") == qr.grid("tel:119")
    assert qr.grid("tel:119") != qr.grid("tel:112")


def test_a_longer_text_needs_a_larger_code():
    assert len(qr.grid("https://example.org/" + "a" * 300)) > len(qr.grid("tel:119"))


def test_a_code_calls_the_number_that_works_here(real):
    service = real.item("fr-3018")
    assert qr.call_data(service, "FR") == "tel:3018"
    assert qr.call_data(service, "RE") is None
    assert qr.call_data(service, "XX") is None


def test_a_code_writes_to_the_text_number(real):
    service = real.item("fr-114")
    assert qr.text_data(service) == "sms:114"
    assert qr.call_data(service, "FR") is None
    assert qr.text_data(real.item("fr-119")) is None


def test_no_code_of_any_service_holds_a_space(real):
    for row in real.rows("service"):
        service = real.item(row.id)
        for data in (qr.call_data(service, service.country), qr.text_data(service)):
            assert data is None or not any(character.isspace() for character in data), row.id
