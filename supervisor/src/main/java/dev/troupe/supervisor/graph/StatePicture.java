package dev.troupe.supervisor.graph;

import dev.troupe.supervisor.graph.Layout.Size;
import dev.troupe.supervisor.graph.MachineGraph.Inner;
import dev.troupe.supervisor.graph.MachineGraph.StateNode;
import java.util.List;

/** Draws one state: a box with its name, or a frame around the machines that it runs. */
final class StatePicture {
  private static final double SIDE = 14;
  private static final double EDGE = 8;
  private static final double NARROWEST = 84;

  private final StateNode state;
  private final TextBox name;
  private final TextBox detail;

  private StatePicture(StateNode state) {
    this.state = state;
    this.name = TextBox.of(state.name(), 13, 28, 4);
    var type = state.type() + (state.detail().isEmpty() ? "" : " \u00b7 " + state.detail());
    this.detail = TextBox.of(type, 11, 38, 2);
  }

  static Picture of(StateNode state) {
    var picture = new StatePicture(state);
    var content = state.inner().isEmpty() ? picture.box() : picture.frame();
    var title = state.name() + "\n" + state.type() + " " + state.detail();
    return new Picture(content.size(), Svg.empty().titled(title, content.svg()));
  }

  private double textWidth() {
    return Math.max(Math.max(name.width(), detail.width()) + 2 * SIDE, NARROWEST);
  }

  private double textHeight() {
    return name.height() + detail.height() + EDGE;
  }

  private Picture box() {
    var isChoice = state.type().equals("Choice");
    var size = new Size(textWidth() + (isChoice ? SIDE : 0), textHeight() + EDGE);
    var svg = Svg.empty();
    switch (state.type()) {
      case "Choice" -> svg.hexagon(0, 0, size.width(), size.height(), "choice");
      case "Fail" -> svg.box(0, 0, size.width(), size.height(), "fail");
      case "Succeed" -> svg.box(0, 0, size.width(), size.height(), "succeed");
      default -> svg.box(0, 0, size.width(), size.height(), "state");
    }
    return new Picture(size, header(svg, size.width()));
  }

  private Svg header(Svg svg, double width) {
    return svg.lines(width / 2, EDGE, name, "name")
        .lines(width / 2, EDGE + name.height(), detail, "detail");
  }

  private Picture frame() {
    var parts = state.inner().stream().map(StatePicture::part).toList();
    var height = parts.stream().mapToDouble(part -> part.size().height()).max().orElse(0);
    var inner = parts.stream().mapToDouble(part -> part.size().width() + SIDE).sum() - SIDE;
    var width = Math.max(textWidth(), inner + 2 * SIDE);
    var top = textHeight() + EDGE;
    var svg = Svg.empty().box(0, 0, width, top + height + SIDE, "frame");
    header(svg, width);
    arrange(parts, (width - inner) / 2, top, height, svg);
    return new Picture(new Size(width, top + height + SIDE), svg);
  }

  private static void arrange(
      List<Picture> parts, double left, double top, double height, Svg svg) {
    var x = left;
    for (var part : parts) {
      svg.box(x, top, part.size().width(), height, "branch").moved(x, top, part.svg());
      x += part.size().width() + SIDE;
    }
  }

  private static Picture part(Inner inner) {
    var machine = MachinePicture.of(inner.machine());
    var title = TextBox.of(inner.title(), 11, 38, 1);
    var width = Math.max(machine.size().width(), title.width()) + 2 * SIDE;
    var top = title.height() + EDGE;
    var svg =
        Svg.empty()
            .lines(width / 2, EDGE / 2, title, "detail")
            .moved((width - machine.size().width()) / 2, top, machine.svg());
    return new Picture(new Size(width, top + machine.size().height() + SIDE), svg);
  }
}
