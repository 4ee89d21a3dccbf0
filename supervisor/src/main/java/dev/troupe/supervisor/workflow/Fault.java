package dev.troupe.supervisor.workflow;

/**
 * What is wrong with a definition, and where.
 *
 * @param pointer a JSON pointer (RFC 6901) into the definition; empty for the whole of it
 * @param detail what is wrong and what to do, for the person who wrote it
 */
public record Fault(String pointer, String detail) {

  /** As it is told. */
  @Override
  public String toString() {
    return pointer.isEmpty() ? detail : pointer + ": " + detail;
  }
}
