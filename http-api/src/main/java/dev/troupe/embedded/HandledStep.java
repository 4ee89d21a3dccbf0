package dev.troupe.embedded;

import java.util.List;

/** A state that can fail, and what happens then. */
public abstract sealed class HandledStep<S extends HandledStep<S>> extends Step<S>
    permits TaskStep, MapStep, ParallelStep {
  private static final List<String> ALL = List.of("States.ALL");

  HandledStep(String type) {
    super(type);
  }

  public S assign(String name, Object value) {
    return assignTo(name, value);
  }

  /** Is tried again after these errors; the first policy that names the error counts. */
  public S retry(Retry policy) {
    fields().withArray("/Retry").add(policy.written());
    return self();
  }

  /**
   * Goes on with another state after these errors, or after all where none is named. Its input is
   * then {@code {Error, Cause}}.
   *
   * @param errors names; of an exception {@link Steps#errorOf}
   */
  public S catching(String next, String... errors) {
    var caught = fields().withArray("/Catch").addObject();
    var names = caught.putArray("ErrorEquals");
    (errors.length == 0 ? ALL : List.of(errors)).forEach(names::add);
    caught.put("Next", next);
    return self();
  }
}
