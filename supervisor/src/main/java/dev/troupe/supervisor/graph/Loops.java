package dev.troupe.supervisor.graph;

import static dev.troupe.supervisor.graph.Svg.n;

import dev.troupe.supervisor.graph.Layout.Size;
import dev.troupe.supervisor.graph.MachineGraph.Way;
import java.util.List;

/** Ways that lead from a state to itself, at its right side. */
final class Loops {
  private static final double OUT = 26;
  private static final double LOOP = 22;
  private static final double APART = 6;

  private Loops() {}

  /** The state stays in the middle of what is drawn. */
  static Picture around(Picture state, List<Way> loops) {
    if (loops.isEmpty()) {
      return state;
    }
    var labels = loops.stream().map(MachinePicture::label).toList();
    var room = OUT + 4 + labels.stream().mapToDouble(TextBox::width).max().orElse(0);
    var stack = labels.stream().mapToDouble(Loops::height).sum();
    var height = Math.max(state.size().height(), stack);
    var right = room + state.size().width();
    var svg = Svg.empty();
    var y = (height - stack) / 2;
    for (var index = 0; index < loops.size(); index++) {
      var label = labels.get(index);
      var middle = y + height(label) / 2;
      var path =
          "M%1$s %2$s C%3$s %2$s %3$s %4$s %1$s %4$s"
              .formatted(n(right), n(middle - LOOP / 2), n(right + OUT), n(middle + LOOP / 2));
      svg.path(path, MachinePicture.style(loops.get(index)));
      svg.titled(
          loops.get(index).label(),
          Svg.empty()
              .lines(
                  right + OUT + 2 + label.width() / 2,
                  middle - label.height() / 2,
                  label,
                  "label"));
      y += height(label);
    }
    svg.moved(room, (height - state.size().height()) / 2, state.svg());
    return new Picture(new Size(state.size().width() + 2 * room, height), svg);
  }

  private static double height(TextBox label) {
    return Math.max(LOOP, label.height()) + APART;
  }
}
