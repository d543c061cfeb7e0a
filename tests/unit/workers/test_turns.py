"""Short jobs go first, each kind in the order in which it came, and never more at once than there is room for."""

from concurrent.futures import Future

from docgen.workers.turns import Turn, Turns


def turn() -> Turn:
    return Turn(None, print, (), {}, Future())


def test_short_jobs_go_before_long_ones_and_each_kind_in_the_order_in_which_it_came() -> None:
    turns = Turns(4)
    first, second, third, fourth = (turn() for _ in range(4))
    turns.add(first, short=False)
    turns.add(second, short=False)
    turns.add(third, short=True)
    turns.add(fourth, short=True)
    assert [turns.next() for _ in range(4)] == [third, fourth, first, second]


def test_without_room_nobody_has_a_turn_until_one_has_ended() -> None:
    turns = Turns(1)
    first, second = turn(), turn()
    turns.add(first, short=False)
    turns.add(second, short=True)
    assert turns.next() is second
    assert turns.next() is None
    turns.ended()
    assert turns.next() is first


def test_a_cancelled_job_has_no_turn_and_takes_no_room() -> None:
    turns = Turns(1)
    gone, kept = turn(), turn()
    turns.add(gone, short=False)
    turns.add(kept, short=False)
    assert gone.future.cancel()
    assert turns.next() is kept


def test_idle_is_who_has_nobody_waiting_and_nothing_in_hand() -> None:
    turns = Turns(1)
    assert turns.idle
    turns.add(turn(), short=True)
    assert not turns.idle
    assert turns.next()
    assert not turns.idle
    turns.ended()
    assert turns.idle


def test_emptied_all_that_waited_is_cancelled() -> None:
    turns = Turns(1)
    waiting = [turn(), turn()]
    turns.add(waiting[0], short=True)
    turns.add(waiting[1], short=False)
    turns.empty()
    assert [each.future.cancelled() for each in waiting] == [True, True]
    assert turns.next() is None
