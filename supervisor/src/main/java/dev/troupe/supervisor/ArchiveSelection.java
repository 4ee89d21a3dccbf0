package dev.troupe.supervisor;

import java.time.Instant;
import java.util.Set;

/** What an archive is to hold. */
public sealed interface ArchiveSelection {

  /** A task, its agents, and the tasks that are steps of it. */
  record OneTask(String tenant, String id) implements ArchiveSelection {}

  /**
   * The same of each task of a tenant that was submitted in a time.
   *
   * @param to the first instant behind it
   */
  record Submitted(String tenant, Instant from, Instant to) implements ArchiveSelection {}

  /**
   * All there is, of all tenants.
   *
   * @param without tables that are made again from others
   */
  record Everything(Set<String> without) implements ArchiveSelection {}
}
