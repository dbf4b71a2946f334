"""The few line icons of the tab bar, drawn by us: a 24-unit grid, strokes of 1.8."""

ICONS = {
    "today": "M4 12h2l3-7 5 14 3-7h3",
    "progress": "M4 19h16M7 15v-4m5 4V7m5 8V4",
    "form": "M3 8h4l2-3h6l2 3h4v11H3V8Zm9 8.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
    "data": "M12 4v10m0 0 4-4m-4 4-4-4M4 17v2h16v-2",
    "profile": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c.8-4 3.4-6 7-6s6.2 2 7 6",
    "about": "M12 3 5 6v6c0 4 3 7 7 9 4-2 7-5 7-9V6l-7-3Zm-3 9 2 2 4-5",
}
