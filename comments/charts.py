"""Charts as plain geometry, for a template to draw as SVG: no script, no style, nothing from elsewhere."""

from dataclasses import dataclass

HEIGHT = 120
STEP, BAR = 10, 8  # from one bar to the next, and the width of a bar


@dataclass(frozen=True)
class Bar:
    """One day: what was approved stands on what was refused."""

    x: int
    date: object
    approved: int
    refused: int
    approved_y: int
    approved_height: int
    refused_y: int
    refused_height: int


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    width: int
    height: int
    most: int


def stacked(days: list[dict]) -> Chart:
    """Bars of whole numbers, the highest as high as the chart."""
    most = max((day["approved"] + day["refused"] for day in days), default=0)
    bars = [_bar(number, day, max(most, 1)) for number, day in enumerate(days)]
    return Chart(bars, len(days) * STEP, HEIGHT, most)


def _bar(number: int, day: dict, most: int) -> Bar:
    top = HEIGHT * (day["approved"] + day["refused"]) // most
    low = HEIGHT * day["refused"] // most
    return Bar(
        number * STEP + (STEP - BAR) // 2,
        day["date"],
        day["approved"],
        day["refused"],
        HEIGHT - top,
        top - low,
        HEIGHT - low,
        low,
    )
