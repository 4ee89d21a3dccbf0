package dev.troupe.supervisor.graph;

import static dev.troupe.supervisor.graph.Svg.n;

import dev.troupe.supervisor.graph.Layout.Link;
import dev.troupe.supervisor.graph.Layout.Point;
import dev.troupe.supervisor.graph.Layout.Size;
import dev.troupe.supervisor.graph.MachineGraph.Kind;
import dev.troupe.supervisor.graph.MachineGraph.StateNode;
import dev.troupe.supervisor.graph.MachineGraph.Way;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Draws one machine: its states in layers, from a start to its end. */
final class MachinePicture {
  private static final double DOT = 14;

  private final MachineGraph machine;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<Picture> pictures = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Way> ways = new ArrayList<>();

  private MachinePicture(MachineGraph machine) {
    this.machine = machine;
  }

  static Picture of(MachineGraph machine) {
    var picture = new MachinePicture(machine);
    picture.gather();
    return picture.draw();
  }

  /** The first node is the start, the last the end. */
  private void gather() {
    pictures.add(dot(Svg.empty().circle(DOT / 2, DOT / 2, DOT / 2, "start")));
    for (var state : machine.states()) {
      numbers.put(state.name(), pictures.size());
      pictures.add(Loops.around(StatePicture.of(state), loops(state)));
    }
    link(0, new Way("", machine.startAt(), Kind.NEXT, ""), number(machine.startAt()));
    machine.ways().stream()
        .filter(way -> !way.from().equals(way.to()))
        .forEach(way -> link(number(way.from()), way, number(way.to())));
    var ending = machine.states().stream().filter(StateNode::ends).toList();
    if (!ending.isEmpty()) {
      ending.forEach(state ->
          link(number(state.name()), new Way(state.name(), "", Kind.NEXT, ""), pictures.size()));
      pictures.add(
          dot(
              Svg.empty()
                  .circle(DOT / 2, DOT / 2, DOT / 2, "ring")
                  .circle(DOT / 2, DOT / 2, DOT / 3.4, "end")));
    }
  }

  private static Picture dot(Svg svg) {
    return new Picture(new Size(DOT, DOT), svg);
  }

  private List<Way> loops(StateNode state) {
    return machine.ways().stream()
        .filter(way -> way.from().equals(state.name()) && way.to().equals(state.name()))
        .toList();
  }

  private int number(String state) {
    return numbers.getOrDefault(state, 0);
  }

  private void link(int from, Way way, int to) {
    var label = label(way);
    links.add(
        new Link(from, to, way.label().isEmpty() ? null : new Size(label.width(), label.height())));
    ways.add(way);
  }

  static TextBox label(Way way) {
    return TextBox.of(way.label(), 11, 36, 3);
  }

  private Picture draw() {
    var layout = new Layout(pictures.stream().map(Picture::size).toList(), links);
    var svg = Svg.empty();
    for (var index = 0; index < ways.size(); index++) {
      svg.path(path(layout.routes().get(index).points()), style(ways.get(index)));
    }
    for (var index = 0; index < ways.size(); index++) {
      var cell = layout.routes().get(index).label();
      if (cell != null) {
        svg.titled(ways.get(index).label(), labelled(cell, label(ways.get(index))));
      }
    }
    for (var index = 0; index < pictures.size(); index++) {
      var cell = layout.nodes().get(index);
      svg.moved(cell.x - cell.width / 2, cell.y, pictures.get(index).svg());
    }
    return new Picture(layout.size(), svg);
  }

  static String style(Way way) {
    return switch (way.kind()) {
      case NEXT, CHOICE -> "way";
      case CATCH -> "catch";
    };
  }

  private static Svg labelled(Cell cell, TextBox text) {
    return Svg.empty()
        .box(cell.x - cell.width / 2, cell.y, cell.width, cell.height, "behind")
        .lines(cell.x, cell.y, text, "label");
  }

  /** Straight down where it can be, else swung. */
  private static String path(List<Point> points) {
    var path = new StringBuilder();
    var before = points.getFirst();
    path.append("M%s %s".formatted(n(before.x()), n(before.y())));
    for (var point : points.subList(1, points.size())) {
      if (point.equals(before)) {
        continue;
      }
      var middle = n((before.y() + point.y()) / 2);
      path.append(
          Math.abs(before.x() - point.x()) < 0.5
              ? " L%s %s".formatted(n(point.x()), n(point.y()))
              : " C%s %s %s %s %s %s"
                  .formatted(
                      n(before.x()), middle, n(point.x()), middle, n(point.x()), n(point.y())));
      before = point;
    }
    return path.toString();
  }
}
