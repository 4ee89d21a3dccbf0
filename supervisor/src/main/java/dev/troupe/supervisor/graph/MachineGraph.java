package dev.troupe.supervisor.graph;

import dev.troupe.supervisor.workflow.Workflow;
import java.util.List;

/** The states of one machine and the ways between them, as they are drawn. */
public record MachineGraph(String startAt, List<StateNode> states, List<Way> ways) {

  public static MachineGraph of(Workflow workflow) {
    return GraphReader.read(workflow.definition());
  }

  /**
   * @param detail what the state is about beside its type, such as its resource; may be empty
   * @param ends whether the machine ends behind it, other than in a failure
   * @param inner the machines that a Map or Parallel runs
   */
  record StateNode(String name, String type, String detail, boolean ends, List<Inner> inner) {}

  record Inner(String title, MachineGraph machine) {}

  /**
   * @param label a choice's condition, or the errors that are caught
   */
  record Way(String from, String to, Kind kind, String label) {}

  enum Kind {
    NEXT,
    CHOICE,
    CATCH
  }
}
