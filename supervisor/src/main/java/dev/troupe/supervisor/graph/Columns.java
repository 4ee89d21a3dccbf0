package dev.troupe.supervisor.graph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gives the cells of every layer their order and their columns, so that links run straight. */
final class Columns {
  private static final int SWEEPS = 40;
  private static final double APART = 26;
  private static final double STAYS = 1000;

  private final List<List<Cell>> layers;

  private Columns(List<List<Cell>> layers) {
    this.layers = layers;
  }

  static void assign(List<List<Cell>> layers) {
    var columns = new Columns(layers);
    columns.order();
    columns.place();
  }

  /** Each cell among its neighbours' middle, downward and upward in turn. */
  private void order() {
    layers.forEach(Columns::number);
    for (var sweep = 0; sweep < SWEEPS; sweep++) {
      for (var layer : sweep % 2 == 0 ? layers : layers.reversed()) {
        var down = sweep % 2 == 0;
        layer.sort(
            Comparator.comparingDouble(cell -> middle(down ? cell.above : cell.below, cell.place)));
        number(layer);
      }
    }
  }

  private static void number(List<Cell> layer) {
    for (var place = 0; place < layer.size(); place++) {
      layer.get(place).place = place;
    }
  }

  private static double middle(List<Cell> neighbours, double otherwise) {
    return neighbours.stream().mapToDouble(cell -> cell.place).average().orElse(otherwise);
  }

  private void place() {
    layers.forEach(layer -> settle(layer, layer.stream().map(_ -> new Wish(0, 1)).toList()));
    for (var sweep = 0; sweep < SWEEPS; sweep++) {
      for (var layer : sweep % 2 == 0 ? layers : layers.reversed()) {
        settle(layer, layer.stream().map(Columns::wished).toList());
      }
    }
    for (var layer : layers) {
      settle(layer, layer.stream().map(Columns::straight).toList());
    }
  }

  /** At the end long links fall straight down, and swing once; the rest stays where it is. */
  private static Wish straight(Cell cell) {
    return cell.isBend() && cell.above.getFirst().isBend()
        ? new Wish(cell.above.getFirst().x, 1)
        : new Wish(cell.x, STAYS);
  }

  /** The middle of its neighbours, each as strong as it pulls. */
  private static Wish wished(Cell cell) {
    var neighbours = new ArrayList<>(cell.above);
    neighbours.addAll(cell.below);
    var strength = neighbours.stream().mapToDouble(cell::pull).sum();
    var sum = neighbours.stream().mapToDouble(near -> near.x * cell.pull(near)).sum();
    return strength == 0 ? new Wish(cell.x, 1) : new Wish(sum / strength, strength);
  }

  private record Wish(double x, double strength) {}

  /**
   * As near to what they wish as their order and widths allow: the mean of each run of cells that
   * push each other (pool adjacent violators).
   */
  private static void settle(List<Cell> layer, List<Wish> wishes) {
    List<Run> runs = new ArrayList<>();
    var offset = 0.0;
    var offsets = new double[layer.size()];
    for (var index = 0; index < layer.size(); index++) {
      if (index > 0) {
        offset += (layer.get(index - 1).width + layer.get(index).width) / 2 + APART;
      }
      offsets[index] = offset;
      var wish = wishes.get(index);
      runs.add(new Run(wish.x() - offset, wish.strength(), 1));
      while (runs.size() > 1 && runs.get(runs.size() - 2).x() > runs.getLast().x()) {
        var last = runs.removeLast();
        runs.add(runs.removeLast().with(last));
      }
    }
    var index = 0;
    for (var run : runs) {
      for (var count = 0; count < run.cells(); count++, index++) {
        layer.get(index).x = run.x() + offsets[index];
      }
    }
  }

  private record Run(double x, double strength, int cells) {
    Run with(Run next) {
      var both = strength + next.strength;
      return new Run((x * strength + next.x * next.strength) / both, both, cells + next.cells);
    }
  }
}
