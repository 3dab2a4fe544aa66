"""The window: tabs, panels, menus and dialogs."""
