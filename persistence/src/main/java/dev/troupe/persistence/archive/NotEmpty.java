package dev.troupe.persistence.archive;

/** The store is not one to import into; nothing was changed. */
public final class NotEmpty extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotEmpty(String message) {
    super(message);
  }
}
