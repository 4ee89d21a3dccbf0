package dev.troupe.supervisor.graph;

/** Something drawn from its upper left corner on. */
record Picture(Layout.Size size, Svg svg) {}
