package dev.troupe.supervisor.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A drawing in layers, from top to bottom. Every second layer holds labels and bends only, so that
 * links run between boxes and past them, and never through one.
 */
final class Layout {
  private static final double ROWS_APART = 17;
  private static final double BEND = 8;

  record Size(double width, double height) {}

  /**
   * @param label its size; null where there is none
   */
  record Link(int from, int to, @Nullable Size label) {}

  record Point(double x, double y) {}

  /**
   * @param label null where there is none
   */
  record Route(List<Point> points, @Nullable Cell label) {}

  private final List<Cell> nodes = new ArrayList<>();
  private final List<List<Cell>> layers = new ArrayList<>();
  private final List<List<Cell>> chains = new ArrayList<>();
  private final List<Route> routes = new ArrayList<>();
  private double width;
  private double height;

  /**
   * @param links no node's with itself
   */
  Layout(List<Size> sizes, List<Link> links) {
    var layerOf = Layering.of(sizes.size(), links);
    for (var node = 0; node < sizes.size(); node++) {
      var size = sizes.get(node);
      nodes.add(add(2 * layerOf[node], size));
    }
    links.forEach(link -> chains.add(chain(link)));
    Columns.assign(layers);
    assignRows();
    moveToOrigin();
    for (var index = 0; index < links.size(); index++) {
      routes.add(route(links.get(index), chains.get(index)));
    }
  }

  List<Cell> nodes() {
    return nodes;
  }

  /** In the order of the links. */
  List<Route> routes() {
    return routes;
  }

  Size size() {
    return new Size(width, height);
  }

  private Cell add(int layer, Size size) {
    while (layers.size() <= layer) {
      layers.add(new ArrayList<>());
    }
    var cell = new Cell(layer, size.width(), size.height());
    layers.get(layer).add(cell);
    return cell;
  }

  private boolean isUpward(Link link) {
    return nodes.get(link.from()).layer > nodes.get(link.to()).layer;
  }

  /** From the upper node to the lower one; the label stands next to where the link begins. */
  private List<Cell> chain(Link link) {
    var upper = nodes.get(isUpward(link) ? link.to() : link.from());
    var lower = nodes.get(isUpward(link) ? link.from() : link.to());
    var labelled = isUpward(link) ? lower.layer - 1 : upper.layer + 1;
    List<Cell> chain = new ArrayList<>(List.of(upper));
    for (var layer = upper.layer + 1; layer < lower.layer; layer++) {
      var label = layer == labelled ? link.label() : null;
      chain.add(add(layer, label == null ? new Size(BEND, 0) : label));
    }
    chain.add(lower);
    for (var index = 1; index < chain.size(); index++) {
      Cell.link(chain.get(index - 1), chain.get(index));
    }
    return chain;
  }

  private void assignRows() {
    var y = 0.0;
    for (var layer : layers) {
      for (var cell : layer) {
        cell.y = y;
      }
      y += heightOf(layer) + ROWS_APART;
    }
    height = y - ROWS_APART;
  }

  private static double heightOf(List<Cell> layer) {
    return layer.stream().mapToDouble(cell -> cell.height).max().orElse(0);
  }

  private void moveToOrigin() {
    var left = Double.MAX_VALUE;
    var right = -Double.MAX_VALUE;
    for (var layer : layers) {
      for (var cell : layer) {
        left = Math.min(left, cell.x - cell.width / 2);
        right = Math.max(right, cell.x + cell.width / 2);
      }
    }
    for (var layer : layers) {
      for (var cell : layer) {
        cell.x -= left;
      }
    }
    width = right - left;
  }

  private Route route(Link link, List<Cell> chain) {
    var upper = chain.getFirst();
    var lower = chain.getLast();
    List<Point> points = new ArrayList<>();
    var port = upper.port(upper.below, chain.get(1));
    points.add(new Point(port, upper.y + upper.height));
    points.add(new Point(port, bottom(upper)));
    for (var cell : chain.subList(1, chain.size() - 1)) {
      points.add(new Point(cell.x, cell.y));
      points.add(new Point(cell.x, bottom(cell)));
    }
    points.add(new Point(lower.port(lower.above, chain.get(chain.size() - 2)), lower.y));
    if (isUpward(link)) {
      Collections.reverse(points);
    }
    var label = link.label() == null ? null : chain.get(isUpward(link) ? chain.size() - 2 : 1);
    return new Route(points, label);
  }

  private double bottom(Cell cell) {
    return cell.y + heightOf(layers.get(cell.layer));
  }
}
