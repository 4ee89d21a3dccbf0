package dev.troupe.supervisor.graph;

import java.util.ArrayList;
import java.util.List;

/** Puts each node into a layer: one behind the last of those that lead to it. */
final class Layering {
  private final List<List<Integer>> targets = new ArrayList<>();
  private final int[] layers;
  private final boolean[] visited;
  private final boolean[] open;
  private final List<Integer> finished = new ArrayList<>();

  private Layering(int nodes) {
    this.layers = new int[nodes];
    this.visited = new boolean[nodes];
    this.open = new boolean[nodes];
    for (var node = 0; node < nodes; node++) {
      targets.add(new ArrayList<>());
    }
  }

  /**
   * Links that lead back are turned round where they are looked at, and so point forward.
   *
   * @param links pairs of nodes, in the order in which their ways are followed from node 0
   */
  static int[] of(int nodes, List<Layout.Link> links) {
    var layering = new Layering(nodes);
    links.stream()
        .filter(link -> link.from() != link.to())
        .forEach(link -> layering.targets.get(link.from()).add(link.to()));
    for (var node = 0; node < nodes; node++) {
      layering.visit(node);
    }
    layering.assign();
    return layering.layers;
  }

  /** Depth first, without recursion: a machine may have thousands of states in a row. */
  private void visit(int root) {
    if (visited[root]) {
      return;
    }
    var path = new ArrayList<int[]>();
    enter(root, path);
    while (!path.isEmpty()) {
      var top = path.getLast();
      var ahead = targets.get(top[0]);
      if (top[1] == ahead.size()) {
        open[top[0]] = false;
        finished.add(top[0]);
        path.removeLast();
        continue;
      }
      var target = ahead.get(top[1]);
      if (open[target]) {
        // A way back: the loop is broken here.
        ahead.remove(/* index */ top[1]);
      } else {
        top[1]++;
        if (!visited[target]) {
          enter(target, path);
        }
      }
    }
  }

  private void enter(int node, List<int[]> path) {
    visited[node] = true;
    open[node] = true;
    path.add(new int[] {node, 0});
  }

  private void assign() {
    for (var node : finished.reversed()) {
      for (var target : targets.get(node)) {
        layers[target] = Math.max(layers[target], layers[node] + 1);
      }
    }
  }
}
