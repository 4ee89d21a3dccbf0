package dev.troupe.supervisor.task;

import dev.troupe.agents.Agents;
import dev.troupe.agents.Agents.PinnedRole;

/** Who does what a Task state's {@code Resource} names. */
public sealed interface Binding {
  String WORKFLOW = "workflow:";

  /** A workflow that is called as Step Functions calls one, by {@link Execution}. */
  String EXECUTION = "execution:";

  /** In a workflow's place: whichever the step's {@code StateMachineArn} names. */
  String ANY = "*";

  /** The workflow that the step's arguments hold. */
  String GIVEN = "plan:run";

  String APPROVAL = "human:approval";
  String FUNCTION = Agents.FUNCTION;
  String TOOL = Agents.TOOL;

  /** As the journal calls who does it; only a role's name has no colon. */
  String performer();

  /** As a workflow names it, whatever name it was called by here. */
  default String resource() {
    return switch (this) {
      case ByRole _ -> Resources.AGENT + performer();
      case ByExecution(var name, _) -> WORKFLOW + name;
      case ByAnyExecution _ -> WORKFLOW + ANY;
      case ByWorkflow _, ByFunction _, ByTool _, ByPerson _, ByGiven _ -> performer();
    };
  }

  /** Of the role or workflow, as it is now: the step keeps it. */
  String hash();

  record ByRole(PinnedRole pinned) implements Binding {
    @Override
    public String performer() {
      return pinned.role().name();
    }

    @Override
    public String hash() {
      return pinned.hash();
    }
  }

  /** People decide it. */
  record ByPerson() implements Binding {
    @Override
    public String performer() {
      return APPROVAL;
    }

    /** There is only one way to ask. */
    @Override
    public String hash() {
      return "";
    }
  }

  /** A Java function does it. */
  record ByFunction(String name) implements Binding {
    @Override
    public String performer() {
      return FUNCTION + name;
    }

    /** Code has none: a step that is done again is done by the code that is there then. */
    @Override
    public String hash() {
      return "";
    }
  }

  /** A tool does it, without an agent. */
  record ByTool(String name) implements Binding {
    @Override
    public String performer() {
      return TOOL + name;
    }

    /** As with functions: a step that is done again is done by the tool that is there then. */
    @Override
    public String hash() {
      return "";
    }
  }

  /** A task of its own does it. */
  record ByWorkflow(String name, String hash) implements Binding {
    @Override
    public String performer() {
      return WORKFLOW + name;
    }
  }

  /** The same, started and answered as an {@link Execution}. */
  record ByExecution(String name, String hash) implements Binding {
    @Override
    public String performer() {
      return EXECUTION + name;
    }
  }

  /** The same again; which workflow it is, the step's arguments say. */
  record ByAnyExecution() implements Binding {
    @Override
    public String performer() {
      return EXECUTION + ANY;
    }

    /** Known when the step is given out. */
    @Override
    public String hash() {
      return "";
    }
  }

  /**
   * A workflow of the step's own arguments does it, as a task of its own.
   *
   * @param hash empty until it is read, when the step is given out
   */
  record ByGiven(String hash) implements Binding {
    @Override
    public String performer() {
      return GIVEN;
    }
  }
}
