package dev.troupe.supervisor.workflow;

import java.util.List;

/** What came of reading a definition: a workflow, or every fault that was found. */
public sealed interface Reading {

  record Sound(Workflow workflow) implements Reading {}

  record Faulty(List<Fault> faults) implements Reading {}
}
