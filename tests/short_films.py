"""Plans of films that are short, so that tests are."""

from msgspec.structs import replace

from gui.export.plan import Plan


def short_plan(fps, seconds):
    """Return a stand-in for Plan with this rate, whose film has this length."""

    def make(scene, *arguments, **options):
        scene = replace(scene, play=replace(scene.play, duration=seconds))
        return Plan(scene, *arguments, **{"fps": fps} | options)

    return make
