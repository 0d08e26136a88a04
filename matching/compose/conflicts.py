"""Which rules cannot be met together, and every smallest set of rules whose change makes the rest possible.

Knows nothing of people: it asks a question, "can these rules be met?", as often as it must and remembers the answers.

* `irreducible`: QuickXplain (Junker 2004, "QuickXplain: preferred explanations and relaxations for over-constrained
  problems"): a set of rules that cannot be met together although it can without any one of them.
* `smallest_changes`: by hitting sets (Reiter 1987, "A theory of diagnosis from first principles"): whatever is changed
  must touch every irreducible set. Sets of rules that touch all those known are tried in order of size; one that does
  not help reveals a further irreducible set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product

from matching.compose.steps import Item, after
from matching.compose.values import Rules

Possible = Callable[[Rules], bool]


class Conflicts:
    """The rules of one group, some of which may be changed."""

    def __init__(self, rules: Rules, changeable: Sequence[Item], possible: Possible) -> None:
        self.rules, self.changeable = rules, tuple(changeable)
        self._possible, self._known = possible, dict[frozenset[tuple[Item, int]], bool]()

    def possible(self, steps: Mapping[Item, int]) -> bool:
        """Whether the rules can be met once each of these has given so many steps."""
        key = frozenset(steps.items())
        if key not in self._known:
            self._known[key] = self._possible(after(self.rules, steps))
        return self._known[key]

    def possible_with(self, held: Sequence[Item]) -> bool:
        """Whether these rules can be met when the other changeable ones are dropped."""
        return self.possible({item: item.most for item in self.changeable if item not in held})

    def irreducible(self, held: Sequence[Item]) -> tuple[Item, ...]:
        """An irreducible part of these rules, which cannot be met together."""
        return tuple(sorted(self._explain((), False, tuple(held))))

    def _explain(self, background: tuple[Item, ...], grown: bool, held: tuple[Item, ...]) -> tuple[Item, ...]:
        if grown and not self.possible_with(background):
            return ()
        if len(held) == 1:
            return held
        first, second = held[: len(held) // 2], held[len(held) // 2 :]
        from_second = self._explain(background + first, True, second)
        return from_second + self._explain(background + from_second, bool(from_second), first)

    def smallest_changes(self) -> tuple[tuple[Item, ...], list[dict[Item, int]]]:
        """An irreducible set; and all changes with the fewest rules and then the fewest steps, in steps by rule.

        Requires that the rules cannot be met as they are, and can be with all changeable ones dropped.
        """
        known = [self.irreducible(self.changeable)]
        size, helpful = 0, list[tuple[Item, ...]]()
        while not helpful:
            size += 1
            helpful = self._helpful(size, known)
        return known[0], self._fewest_steps(helpful, size)

    def _helpful(self, size: int, known: list[tuple[Item, ...]]) -> list[tuple[Item, ...]]:
        """All sets of so many rules that help when dropped. Irreducible sets met on the way are added to `known`.

        A rule outside the sets known at the start need not be tried: a helpful set touches all known sets without it
        too, so without it it was tried one size earlier, and its failure put the rule into a known set.
        """
        helpful = []
        for some in combinations(sorted({item for core in known for item in core}), size):
            if not all(set(core) & set(some) for core in known):
                continue
            if self.possible({item: item.most for item in some}):
                helpful.append(some)
            else:
                known.append(self.irreducible([item for item in self.changeable if item not in some]))
        return helpful

    def _fewest_steps(self, helpful: Sequence[tuple[Item, ...]], fewest: int) -> list[dict[Item, int]]:
        """Of the changes to one of these sets of rules, all that help with the fewest steps in total."""
        total, found = fewest, list[dict[Item, int]]()
        while not found:
            found = [steps for some in helpful for steps in _spread(some, total) if self.possible(steps)]
            total += 1
        return found


def _spread(some: Sequence[Item], total: int) -> Iterator[dict[Item, int]]:
    """All ways to give so many steps in total, at least one by each rule."""
    for steps in product(*(range(1, item.most + 1) for item in some)):
        if sum(steps) == total:
            yield dict(zip(some, steps, strict=True))
