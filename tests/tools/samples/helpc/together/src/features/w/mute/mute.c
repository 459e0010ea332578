static const struct menu mute_menu[] = { { .label = "x", .path = "/mute" } };
