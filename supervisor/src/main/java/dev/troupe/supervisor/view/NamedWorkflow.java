package dev.troupe.supervisor.view;

import dev.troupe.supervisor.NamedWorkflows.Named;
import dev.troupe.supervisor.NamedWorkflows.Summary;
import dev.troupe.supervisor.workflow.Workflow;
import java.nio.file.Path;

/** A workflow under its name, and where it comes from. */
record NamedWorkflow(String name, Workflow workflow, String source) {
  private static final String FILE = "file ";

  /** Of the file that it comes from. */
  String path() {
    return source.substring(FILE.length());
  }

  static NamedWorkflow ofFile(String name, Workflow workflow, Path file) {
    return new NamedWorkflow(name, workflow, FILE + file);
  }

  Summary summary() {
    return new Summary(name, workflow.hash(), workflow.comment(), source);
  }

  Named shown() {
    return new Named(summary(), workflow.definition().deepCopy());
  }
}
