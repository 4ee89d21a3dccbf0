package dev.troupe.supervisor.graph;

import dev.troupe.supervisor.graph.MachineGraph.Inner;
import dev.troupe.supervisor.graph.MachineGraph.StateNode;
import dev.troupe.supervisor.graph.MachineGraph.Way;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes a graph as a flowchart of Mermaid: a Map or Parallel is a subgraph, a catch a dashed edge.
 */
public final class Mermaid {
  private static final String PLAIN = " _,():.=/'?!-";

  private final StringBuilder text = new StringBuilder("flowchart TD\n");
  private int nodes;

  private Mermaid() {}

  public static String write(MachineGraph graph) {
    var mermaid = new Mermaid();
    mermaid.machine(graph, "  ");
    return mermaid.text.toString();
  }

  private void machine(MachineGraph machine, String indent) {
    Map<String, String> ids = new HashMap<>();
    var start = nextId();
    line(indent, start + "((\" \"))");
    for (var state : machine.states()) {
      ids.put(state.name(), state(state, indent));
    }
    edge(indent, start, "-->", "", id(ids, machine.startAt()));
    machine.ways().forEach(way -> edge(indent, way, ids));
    if (machine.states().stream().anyMatch(StateNode::ends)) {
      var end = nextId();
      line(indent, end + "(((\" \")))");
      machine.states().stream()
          .filter(StateNode::ends)
          .forEach(state -> edge(indent, id(ids, state.name()), "-->", "", end));
    }
  }

  /** Its id. */
  private String state(StateNode state, String indent) {
    var id = nextId();
    var label = label(state);
    if (state.inner().isEmpty()) {
      line(indent, id + shape(state, label));
      return id;
    }
    line(indent, "subgraph " + id + "[" + label + "]");
    for (var inner : state.inner()) {
      if (state.inner().size() == 1) {
        machine(inner.machine(), indent + "  ");
      } else {
        branch(inner, indent + "  ");
      }
    }
    line(indent, "end");
    return id;
  }

  private void branch(Inner branch, String indent) {
    line(indent, "subgraph " + nextId() + "[" + quoted(branch.title()) + "]");
    machine(branch.machine(), indent + "  ");
    line(indent, "end");
  }

  private static String shape(StateNode state, String label) {
    return switch (state.type()) {
      case "Choice" -> "{" + label + "}";
      case "Succeed", "Fail" -> "([" + label + "])";
      default -> "[" + label + "]";
    };
  }

  private static String label(StateNode state) {
    return "\""
        + escaped(state.name())
        + "<br/>"
        + escaped(state.type() + (state.detail().isEmpty() ? "" : ": " + state.detail()))
        + "\"";
  }

  private void edge(String indent, Way way, Map<String, String> ids) {
    var arrow =
        switch (way.kind()) {
          case NEXT, CHOICE -> "-->";
          case CATCH -> "-.->";
        };
    edge(indent, id(ids, way.from()), arrow, way.label(), id(ids, way.to()));
  }

  private void edge(String indent, String from, String arrow, String label, String to) {
    var written = label.isEmpty() ? "" : "|" + quoted(label) + "|";
    line(indent, from + " " + arrow + written + " " + to);
  }

  private static String id(Map<String, String> ids, String state) {
    return ids.getOrDefault(state, "s0");
  }

  private String nextId() {
    return "s" + nodes++;
  }

  private void line(String indent, String line) {
    text.append(indent).append(line).append('\n');
  }

  private static String quoted(String label) {
    return "\"" + escaped(label) + "\"";
  }

  /**
   * What Mermaid could take for its own syntax, Markdown or HTML stands as a character's number.
   */
  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (var at = 0; at < text.length(); ) {
      var character = text.codePointAt(at);
      var isFirst = at == 0;
      at += Character.charCount(character);
      var endsWord = at >= text.length() || text.charAt(at) == ' ';
      if (Character.isWhitespace(character)) {
        escaped.append(' ');
      } else if (isPlain(character) && !(isMark(character) && (isFirst || endsWord))) {
        escaped.appendCodePoint(character);
      } else {
        escaped.append('#').append(character).append(';');
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(int character) {
    return Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0;
  }

  /** Begins or numbers a list in Markdown. */
  private static boolean isMark(int character) {
    return character == '-' || character == '.' || character == ')';
  }
}
