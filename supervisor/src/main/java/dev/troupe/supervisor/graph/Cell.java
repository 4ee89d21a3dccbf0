package dev.troupe.supervisor.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What takes room in a layer: a node, a label, or the bend of a link on its way past others. */
final class Cell {
  private static final double PORTS_APART_AT_MOST = 18;
  private static final double CORNER = 10;
  private static final double BETWEEN_BENDS = 8;
  private static final double AT_A_BEND = 2;

  final int layer;
  final double width;
  final double height;
  final List<Cell> above = new ArrayList<>();
  final List<Cell> below = new ArrayList<>();

  /** Its centre. */
  double x;

  /** Its upper edge. */
  double y;

  /** In its layer, from the left. */
  int place;

  Cell(int layer, double width, double height) {
    this.layer = layer;
    this.width = width;
    this.height = height;
  }

  static void link(Cell upper, Cell lower) {
    upper.below.add(lower);
    lower.above.add(upper);
  }

  /** Only a link passes here. */
  boolean isBend() {
    return height == 0;
  }

  /** How much more a link between bends should run straight than others. */
  double pull(Cell neighbour) {
    if (isBend() && neighbour.isBend()) {
      return BETWEEN_BENDS;
    }
    return isBend() || neighbour.isBend() ? AT_A_BEND : 1;
  }

  /** Links keep apart where they begin and end, in the order in which they fan out. */
  double port(List<Cell> side, Cell neighbour) {
    var sorted = new ArrayList<>(side);
    sorted.sort(Comparator.comparingDouble(cell -> cell.x));
    var index = sorted.indexOf(neighbour);
    var room = Math.max(0, width - 2 * CORNER);
    var apart = Math.min(PORTS_APART_AT_MOST, room / Math.max(1, sorted.size()));
    return x + (index - (sorted.size() - 1) / 2.0) * apart;
  }
}
