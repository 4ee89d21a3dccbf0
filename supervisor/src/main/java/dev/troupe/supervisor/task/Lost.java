package dev.troupe.supervisor.task;

import java.util.List;
import java.util.stream.Stream;

/**
 * Branches that ended without a result, as they stood then.
 *
 * @param failed by themselves
 * @param aborted because of others, each with all that stood inside it
 */
record Lost(List<Frame> failed, List<Frame> aborted) {
  static final Lost NONE = new Lost(List.of(), List.of());

  Lost withFailed(Frame branch) {
    return new Lost(with(failed, List.of(branch)), aborted);
  }

  Lost withAborted(List<Frame> branch) {
    return new Lost(failed, with(aborted, branch));
  }

  private static List<Frame> with(List<Frame> some, List<Frame> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }
}
