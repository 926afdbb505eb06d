"""The app's own colours, dark and light.

Widgets name only Textual's variables, so every Textual theme works; these two are
calm and keep text at WCAG AA contrast on background, surface and panel alike.
"""

from __future__ import annotations

from textual.theme import BUILTIN_THEMES, Theme

DARK = Theme(
    name="crm-dark",
    dark=True,
    primary="#7fa6cf",
    secondary="#86b3b0",
    accent="#c3a6dc",
    success="#93c58f",
    warning="#e2b567",
    error="#ec8b86",
    foreground="#d9dfe7",
    background="#13161b",
    surface="#1a1e25",
    panel="#232933",
    variables={
        "text": "#e6eaf0",
        "text-muted": "#9aa5b3",
        "text-disabled": "#8a95a3",
        "text-primary": "#9dbfe2",
        "text-secondary": "#9cc6c3",
        "text-accent": "#cfb8e4",
        "text-success": "#a6d1a2",
        "text-warning": "#e8c483",
        "text-error": "#f1a19d",
        "foreground-muted": "#9aa5b3",
        "block-cursor-foreground": "#f5f8fc",
        "block-cursor-background": "#2f5279",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": "#d9dfe7",
        "block-cursor-blurred-background": "#2a3340",
        "border": "#7fa6cf",
        "border-blurred": "#333c49",
        "scrollbar": "#3a4553",
        "scrollbar-hover": "#4b5a6d",
        "scrollbar-active": "#7fa6cf",
        "scrollbar-background": "#171b21",
        "footer-background": "#1a1e25",
        "footer-key-foreground": "#9dbfe2",
        "footer-description-foreground": "#9aa5b3",
        "input-selection-background": "#2f5279",
        "input-selection-foreground": "#f5f8fc",
        "button-color-foreground": "#13161b",
        "link-color": "#9dbfe2",
    },
)

LIGHT = Theme(
    name="crm-light",
    dark=False,
    primary="#2b5c8f",
    secondary="#2c6966",
    accent="#6f4592",
    success="#2c6a35",
    warning="#7d5200",
    error="#a32f2f",
    foreground="#20262d",
    background="#f5f6f8",
    surface="#ffffff",
    panel="#e7eaef",
    variables={
        "text": "#1a1f26",
        "text-muted": "#515b67",
        "text-disabled": "#5d6773",
        "text-primary": "#24507e",
        "text-secondary": "#245c59",
        "text-accent": "#623b83",
        "text-success": "#255c2d",
        "text-warning": "#6f4900",
        "text-error": "#962828",
        "foreground-muted": "#515b67",
        "block-cursor-foreground": "#ffffff",
        "block-cursor-background": "#2b5c8f",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-foreground": "#20262d",
        "block-cursor-blurred-background": "#dde5ef",
        "border": "#2b5c8f",
        "border-blurred": "#c6ccd5",
        "scrollbar": "#b9c2cd",
        "scrollbar-hover": "#9daab9",
        "scrollbar-active": "#2b5c8f",
        "scrollbar-background": "#eceef2",
        "footer-background": "#e7eaef",
        "footer-key-foreground": "#24507e",
        "footer-description-foreground": "#515b67",
        "input-selection-background": "#bcd3ec",
        "input-selection-foreground": "#1a1f26",
        "button-color-foreground": "#ffffff",
        "link-color": "#24507e",
    },
)

THEMES = (DARK, LIGHT)


def names() -> list[str]:
    """All themes that there are, the app's own first."""
    return [*(theme.name for theme in THEMES), *BUILTIN_THEMES]
