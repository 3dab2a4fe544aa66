"""The commands that the actions call: those on the panel on screen, and the interface of those on the window."""

from abc import abstractmethod
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication

from core.params import fields_by_name, make, mapping
from core.scene import NO_ZOOM
from gui.export.formats import PNG, Format
from gui.export.on_screen import OnScreen, view_of
from gui.export.plan import Plan
from gui.export.still import picture
from gui.picture.capability import Capability
from gui.window.export_dialog import ExportDialog
from gui.window.exporter import Exporter
from gui.window.panel import Panel
from gui.window.term_help import toggle_explanations
from gui.wording.text import tr, tr_noop, translated

UNAVAILABLE_MESSAGES = {
    Capability.GHOST: tr_noop("This picture has no path to keep."),
    Capability.GRADIENTS: tr_noop("This picture does not count gradients."),
    Capability.NARRATION: tr_noop("The steps of this picture are not narrated."),
    Capability.RANDOM_START: tr_noop("The start of this picture is never random."),
    Capability.STRETCH: tr_noop("This picture has no short axis to stretch."),
    Capability.ZOOM: tr_noop("This picture has no landscape to zoom."),
}
"""The message for each capability that a stage may lack."""
WORDS = {Capability.GRADIENTS: ("axis", "gradients"), Capability.RANDOM_START: ("start", "random")}
"""The parameter that a capability is about, and the word that it accepts there."""


class PictureCommands:
    """A mixin for the window: carries out actions on the panel on screen."""

    _exporter: Exporter
    _plan: Plan
    _format: Format = PNG
    """The format that was exported last."""

    @property
    @abstractmethod
    def panel(self) -> Panel:
        """The panel on screen."""

    # States, for the menus

    def has_capability(self, capability: Capability) -> bool:
        """Return whether the stage on screen has a capability."""
        return self.panel.has_capability(capability)

    def _check_capability(self, capability: Capability) -> bool:
        """Return whether the stage has a capability; show a message if not."""
        available = self.has_capability(capability)
        if not available:
            self.panel.transport.show_message(translated(UNAVAILABLE_MESSAGES[capability]))
        return available

    @property
    def is_narrating(self) -> bool:
        """Whether single steps are narrated."""
        return self.panel.view.narration is not None and self.has_capability(Capability.NARRATION)

    @property
    def has_ghost(self) -> bool:
        """Whether the view has a ghost: an earlier result, kept for comparison."""
        return self.panel.view.ghost is not None

    def has_word(self, capability: Capability) -> bool:
        """Return whether the parameter that a capability is about has its word, such as a start that is random."""
        name, word = WORDS[capability]
        return self.has_capability(capability) and getattr(self.panel.params, name) == word

    @property
    def measures_time(self) -> bool:
        """Whether the experiment on screen measures times."""
        return self.panel.lane.experiment.measures_time

    # Commands

    def toggle_playing(self) -> None:
        """Play or pause."""
        self.panel.timeline.toggle()

    def replay(self) -> None:
        """Play from the beginning."""
        self.panel.timeline.replay()

    def step(self, count: int) -> None:
        """Move by `count` steps; a single narrated step moves by one of its three parts."""
        if self.is_narrating and abs(count) == 1:
            self._narrate(count)
        else:
            self.panel.timeline.step(count)

    def _narrate(self, count: int) -> None:
        """Move by one part of a step: the gradient, the learning rate, the move."""
        panel = self.panel
        part = (panel.view.narration or 0) + count
        # The move is the last part; its text is shown at the point where the step ends.
        moves = (count > 0 and part == 2) or (count < 0 and part == 1)
        panel.timeline.pause()
        if moves:
            panel.timeline.step(count)
        panel.set_view(replace(panel.view, narration=part % 3))

    def toggle_narration(self) -> None:
        """Switch the narration of single steps; switching it on at the end goes back to the first step."""
        panel = self.panel
        if not self._check_capability(Capability.NARRATION):
            return
        if not self.is_narrating and panel.timeline.at_end:
            self.go_first()
        panel.set_view(replace(panel.view, narration=None if self.is_narrating else 0))

    def go_first(self) -> None:
        """Go to the first frame."""
        self.panel.timeline.seek(0.0)

    def go_last(self) -> None:
        """Go to the last frame."""
        self.panel.timeline.seek(self.panel.timeline.schedule.duration)

    def change_speed(self, places: int) -> None:
        """Change the speed by a number of places in the list of speeds."""
        self.panel.timeline.change_speed(places)

    def toggle_loop(self) -> None:
        """Switch whether playing restarts at the end."""
        self.panel.timeline.set_loop(on=not self.panel.timeline.loop)

    def nudge(self, notches: int) -> None:
        """Move the hero slider by a number of notches."""
        if (hero := self.panel.form.hero) is not None:
            hero.nudge(notches)

    def toggle_ghost(self) -> None:
        """Keep the current result as a ghost for comparison, or remove the ghost."""
        if self._check_capability(Capability.GHOST):
            lane = self.panel.lane
            lane.ghost = None if self.has_ghost else lane.result
            self.panel.set_view(replace(self.panel.view, ghost=lane.ghost))

    def toggle_stretch(self) -> None:
        """Switch whether the short axis of long bowls is stretched."""
        if self._check_capability(Capability.STRETCH):
            panel, was_stretched = self.panel, self.panel.stage.is_stretched
            panel.set_view(replace(panel.view, stretch=not panel.view.stretch))
            if panel.lane.result is not None and not (was_stretched or panel.stage.is_stretched):
                panel.transport.show_message(tr("The short axis needs no stretch at this condition number."))

    def reset_zoom(self) -> None:
        """Show the whole landscape again."""
        if self._check_capability(Capability.ZOOM):
            self.panel.set_view(replace(self.panel.view, zoom=NO_ZOOM))

    def toggle_word(self, capability: Capability) -> None:
        """Switch between the word of a capability and the default of its parameter."""
        if self._check_capability(capability):
            (name, word), params = WORDS[capability], self.panel.params
            value = fields_by_name(type(params))[name].default if self.has_word(capability) else word
            self.panel.set_params(make(type(params), mapping(params) | {name: value}))

    def reset(self) -> None:
        """Set all parameters to their defaults."""
        self.panel.set_params(make(type(self.panel.params), {}))

    def undo(self) -> None:
        """Undo the last change of the parameters."""
        self.panel.session.undo_stack.undo()

    def redo(self) -> None:
        """Redo the change that was undone last."""
        self.panel.session.undo_stack.redo()

    def measure_again(self) -> None:
        """Run the measurement of times again."""
        if self.measures_time:
            self.panel.measure_again()
        else:
            self.panel.transport.show_message(tr("This experiment measures no times."))

    def stop_computing(self) -> None:
        """Cancel the current run."""
        self.panel.session.stop_computing()

    def copy_picture(self) -> None:
        """Copy the picture to the clipboard, at the size of an export."""
        if (on_screen := self.panel.on_screen) is not None:
            image = picture(
                on_screen.factory,
                on_screen.result,
                view_of(Plan(on_screen.scene), on_screen.view.ghost),
                on_screen.position,
            )
            QGuiApplication.clipboard().setImage(image)
            copied = tr("Picture copied, {w} × {h}", w=image.width(), h=image.height())
            self.panel.transport.show_message(copied)

    def explain_terms(self) -> None:
        """Explain the terms of the picture, or hide the explanations."""
        if self.panel.view.hall:
            self.panel.transport.show_message(tr("Terms are explained with normal text only."))
        elif not toggle_explanations(self.panel.stage):
            self.panel.transport.show_message(tr("This picture has no terms to explain."))

    def export(self) -> None:
        """Open the export dialog."""
        if (on_screen := self._picture_to_export()) is not None:
            dialog = ExportDialog(on_screen.scene, self.panel, self._format)
            dialog.planned.connect(self._ask_for_file)
            dialog.open()

    def _picture_to_export(self) -> OnScreen | None:
        """Return the picture on screen; None without one, and with a message while a film is exported."""
        if self._exporter.running:
            self.panel.transport.show_message(tr("One film at a time: wait for this one, or cancel it."))
            return None
        return self.panel.on_screen

    @Slot(Plan)
    def _ask_for_file(self, plan: Plan) -> None:
        self._plan, self._format = plan, plan.form
        self._exporter.open_file_dialog(plan).fileSelected.connect(self._export_to_chosen_file)

    @Slot(str)
    def _export_to_chosen_file(self, path: str) -> None:
        if (on_screen := self._picture_to_export()) is not None:
            self._exporter.export(on_screen, Path(path), self._plan)

    @Slot(str)
    def export_to(self, path: str) -> None:
        """Export what is on screen to a file; its suffix selects the format."""
        if (on_screen := self._picture_to_export()) is not None:
            self._exporter.export(on_screen, Path(path))


class WindowCommands(PictureCommands):
    """All commands that actions call: on the picture, and abstract ones on the window."""

    @property
    @abstractmethod
    def is_form_visible(self) -> bool:
        """Whether the form of parameters is visible."""

    @property
    @abstractmethod
    def is_full_screen(self) -> bool:
        """Whether the window is full screen."""

    @abstractmethod
    def close(self) -> bool:
        """Close the window and return True; while a film is exported, ask first and return False."""

    @abstractmethod
    def change_obstacle(self, places: int) -> None:
        """Open the obstacle that is a number of tabs on, from the last one the first."""

    @abstractmethod
    def open_experiment(self, index: int) -> None:
        """Open the experiment at an index in the obstacle's list; ignore an index that is out of range."""

    @abstractmethod
    def set_theme(self, name: str) -> None:
        """Set the theme by name."""

    @abstractmethod
    def set_type_size(self, name: str) -> None:
        """Set the type size by name."""

    @abstractmethod
    def toggle_caption(self) -> None:
        """Show or hide the caption under the picture."""

    @abstractmethod
    def toggle_reveal(self) -> None:
        """Switch whether sentences, curves and predictions wait for the step that makes them true."""

    @abstractmethod
    def toggle_form(self) -> None:
        """Show or hide the form of parameters."""

    @abstractmethod
    def toggle_full_screen(self) -> None:
        """Enter or leave full screen."""

    @abstractmethod
    def leave_full_screen(self) -> None:
        """Cancel the current drag; if there is none, leave full screen."""

    @abstractmethod
    def show_keys(self) -> None:
        """Open the dialog that lists the keys."""

    @abstractmethod
    def show_about(self) -> None:
        """Open the dialog with versions and licenses."""
