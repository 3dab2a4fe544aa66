"""What can be done to the picture on screen: the half of the actions that a window has in common with its panels."""

from abc import abstractmethod
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication

from core.params import fields, make, mapping
from core.scene import NO_ZOOM
from gui.export.on_screen import view_of
from gui.export.plan import Plan
from gui.export.still import picture
from gui.picture.capability import Capability
from gui.window.export_bar import ExportBar
from gui.window.export_dialog import ExportDialog
from gui.window.panel import Panel
from gui.wording.text import tr, tr_noop, translated

LACKING = {
    Capability.GHOST: tr_noop("This picture has no path to keep."),
    Capability.NARRATION: tr_noop("The steps of this picture are not narrated."),
    Capability.RANDOM_START: tr_noop("The start of this picture is never random."),
    Capability.STRETCH: tr_noop("This picture has no axis to stretch."),
    Capability.ZOOM: tr_noop("This picture has no landscape to zoom."),
}
"""What is said where a picture lacks a capability that is asked for."""


class PictureCommands:
    """Carries out actions on the panel on screen; a part of the window, which says which panel that is."""

    _export_bar: ExportBar
    _plan: Plan

    @property
    @abstractmethod
    def panel(self) -> Panel:
        """The panel on screen."""

    # What is on, for the menus

    def can(self, capability: Capability) -> bool:
        """Return whether the picture on screen has a capability."""
        return self.panel.can(capability)

    def _able(self, capability: Capability) -> bool:
        """Return whether the picture has a capability; where it has not, say so."""
        able = self.can(capability)
        if not able:
            self.panel.transport.tell(translated(LACKING[capability]))
        return able

    @property
    def tells_steps(self) -> bool:
        """Whether single steps are told."""
        return self.panel.view.narration is not None and self.can(Capability.NARRATION)

    @property
    def keeps_ghost(self) -> bool:
        """Whether a path is kept as a ghost."""
        return self.panel.view.ghost is not None

    @property
    def starts_at_random(self) -> bool:
        """Whether the start is a typical one."""
        return self.can(Capability.RANDOM_START) and mapping(self.panel.params)["start"] == "random"

    # What can be done

    def toggle(self) -> None:
        """Play or pause."""
        self.panel.timeline.toggle()

    def replay(self) -> None:
        """Play from the beginning."""
        self.panel.timeline.replay()

    def step(self, count: int) -> None:
        """Go steps forward or back; where steps are told, one part of a step."""
        if self.tells_steps and abs(count) == 1:
            self._narrate(count)
        else:
            self.panel.timeline.step(count)

    def _narrate(self, count: int) -> None:
        """Go on, or back, by one part of a step: the gradient, the rate, the move."""
        panel = self.panel
        part = (panel.view.narration or 0) + count
        # The move is the last part, and the point has arrived when it is told.
        moves = (count > 0 and part == 2) or (count < 0 and part == 1)
        panel.timeline.pause()
        if moves:
            panel.timeline.step(count)
        panel.look_at(replace(panel.view, narration=part % 3))

    def toggle_narration(self) -> None:
        """Narrate steps in three parts, or not; from the first one where none is left, as playing begins."""
        panel = self.panel
        if not self._able(Capability.NARRATION):
            return
        if not self.tells_steps and panel.timeline.at_end:
            self.go_first()
        panel.look_at(replace(panel.view, narration=None if self.tells_steps else 0))

    def go_first(self) -> None:
        """Show the first picture."""
        self.panel.timeline.seek(0.0)

    def go_last(self) -> None:
        """Show the last picture."""
        self.panel.timeline.seek(self.panel.timeline.schedule.duration)

    def change_speed(self, places: int) -> None:
        """Play slower or faster."""
        self.panel.timeline.change_speed(places)

    def toggle_loop(self) -> None:
        """Begin anew at the end, or stop there."""
        self.panel.timeline.set_loop(on=not self.panel.timeline.loop)

    def nudge(self, notches: int) -> None:
        """Move the hero slider."""
        if (hero := self.panel.form.hero) is not None:
            hero.nudge(notches)

    def toggle_ghost(self) -> None:
        """Keep the path of this moment in the picture, to compare with what follows; or take it away."""
        if self._able(Capability.GHOST):
            lane = self.panel.lane
            lane.ghost = None if self.keeps_ghost else lane.result
            self.panel.look_at(replace(self.panel.view, ghost=lane.ghost))

    def toggle_stretch(self) -> None:
        """Stretch the short axis of long bowls, or show them as they are."""
        if self._able(Capability.STRETCH):
            view = self.panel.view
            self.panel.look_at(replace(view, stretch=not view.stretch))

    def whole_picture(self) -> None:
        """Show the whole landscape again."""
        if self._able(Capability.ZOOM):
            self.panel.look_at(replace(self.panel.view, zoom=NO_ZOOM))

    def typical_start(self) -> None:
        """Start at random, or at the default start again, where a start can be random."""
        if self._able(Capability.RANDOM_START):
            params = self.panel.params
            default = next(field.default for field in fields(type(params)) if field.name == "start")
            start = default if self.starts_at_random else "random"
            self.panel.set_params(make(type(params), mapping(params) | {"start": start}))

    def reset(self) -> None:
        """Go back to the defaults."""
        self.panel.set_params(make(type(self.panel.params), {}))

    def undo(self) -> None:
        """Take the last change of a parameter back."""
        self.panel.session.history.undo()

    def redo(self) -> None:
        """Make the change again that was taken back."""
        self.panel.session.history.redo()

    def measure_again(self) -> None:
        """Measure times anew."""
        self.panel.measure_again()

    def stop_computing(self) -> None:
        """Stop the run under way."""
        self.panel.session.stop_computing()

    def copy_picture(self) -> None:
        """Put the picture on the clipboard, at the size of an export."""
        if (seen := self.panel.on_screen) is not None:
            image = picture(seen.factory, seen.result, view_of(Plan(seen.scene), seen.view.ghost), seen.position)
            QGuiApplication.clipboard().setImage(image)
            copied = tr("Picture copied, {w} × {h}", w=image.width(), h=image.height())
            self.panel.transport.tell(copied)

    def export(self) -> None:
        """Ask what to export, how, and where to."""
        if (seen := self.panel.on_screen) is not None:
            dialog = ExportDialog(seen.scene, self._export_bar.window())
            dialog.planned.connect(self._name_file)
            dialog.open()

    @Slot(Plan)
    def _name_file(self, plan: Plan) -> None:
        self._plan = plan
        self._export_bar.ask(plan).fileSelected.connect(self._export_planned)

    @Slot(str)
    def _export_planned(self, path: str) -> None:
        if (seen := self.panel.on_screen) is not None:
            self._export_bar.export(seen, Path(path), self._plan)

    @Slot(str)
    def export_to(self, path: str) -> None:
        """Write what is on screen to a file whose suffix says what kind it is."""
        if (seen := self.panel.on_screen) is not None:
            self._export_bar.export(seen, Path(path))


class WindowCommands(PictureCommands):
    """All that the actions of the menus call: what is done to the picture, and to the window around it."""

    @property
    @abstractmethod
    def shows_form(self) -> bool:
        """Whether the parameters stand beside the picture."""

    @property
    @abstractmethod
    def fills_screen(self) -> bool:
        """Whether the window is full screen."""

    @abstractmethod
    def close(self) -> bool:
        """Close the window, unless the user wants to wait for a film; return whether it is closed."""

    @abstractmethod
    def open_experiment(self, index: int) -> None:
        """Show the experiment at a place in the obstacle's list, where there is one."""

    @abstractmethod
    def set_theme(self, name: str) -> None:
        """Take up another theme."""

    @abstractmethod
    def set_type_size(self, name: str) -> None:
        """Take up another type size."""

    @abstractmethod
    def toggle_caption(self) -> None:
        """Show or hide the sentence under the picture."""

    @abstractmethod
    def toggle_form(self) -> None:
        """Hide the parameters, or show them."""

    @abstractmethod
    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""

    @abstractmethod
    def leave_full_screen(self) -> None:
        """Cancel a drag, or else leave full screen."""

    @abstractmethod
    def show_keys(self) -> None:
        """Show what every key does."""

    @abstractmethod
    def show_about(self) -> None:
        """Show versions and licenses."""
