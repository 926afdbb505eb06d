"""The seller's working days: Monday to Friday, within business hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from crm_tui.clock import Clock
from crm_tui.demo.sales import SOON, Step

_OPENS, _CLOSES = time(8, 45), time(16, 50)
_SLOTS = ("09:30", "11:00", "14:00", "15:30", "17:00", "18:30", "20:00", "21:30", "22:45")
_NOTICE = timedelta(minutes=20)
_SATURDAY = 5


class Days:
    """Days and moments around the clock's today, in the user's zone."""

    def __init__(self, clock: Clock, rng: Random) -> None:
        self.clock = clock
        self.today = clock.today()
        self._rng = rng
        soonest = clock.local() + _NOTICE
        same_day = soonest.date() == self.today
        self._slots = [slot for slot in _SLOTS if same_day and slot > f"{soonest:%H:%M}"]

    def workday(self, ago: int) -> date:
        """The last working day at least `ago` days back."""
        return _back_to_work(self.today - timedelta(days=ago))

    def between(self, first: date, last: date) -> list[date]:
        """The working days after `first` and before `last`."""
        span = [first + timedelta(days=number) for number in range(1, (last - first).days)]
        return [day for day in span if day.weekday() < _SATURDAY]

    def win_day(self) -> date:
        """The last working day of this month before today; today, where there is none."""
        day = self.workday(1)
        return day if day.month == self.today.month else self.today

    def moment(self, day: date) -> datetime:
        """Some minute within business hours of `day`; of today, one just gone by."""
        if day == self.today:
            nine = self.at(day, time(9, 5))
            recent = self.clock.local().replace(second=0, microsecond=0) - timedelta(minutes=5)
            return max(self.at(day, time()), min(nine, recent))
        minutes = self._rng.randrange(_minutes(_OPENS), _minutes(_CLOSES))
        return self.at(day, time(minutes // 60, minutes % 60))

    def due(self, step: Step) -> str:
        """When a step is due, as it is typed: `2026-11-27` or `2026-11-27 15:00`.

        What is farther than tomorrow, and falls on a weekend, waits for Monday. Late in
        the evening nothing is due soon any more: then it is due today, without a time.
        """
        day = self.today + timedelta(days=step.day)
        if step.day < 0:
            day = _back_to_work(day)
        elif step.day > 1 and day.weekday() >= _SATURDAY:
            day += timedelta(days=7 - day.weekday())
        hour = step.time
        if hour == SOON:
            hour = self._slots.pop(0) if self._slots else ""
        return f"{day} {hour}".strip()

    def at(self, day: date, hour: time) -> datetime:
        """An hour of a day, in the user's zone."""
        return datetime.combine(day, hour, tzinfo=self.clock.zone)


def _back_to_work(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def _minutes(hour: time) -> int:
    return hour.hour * 60 + hour.minute
