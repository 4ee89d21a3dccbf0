package dev.troupe.supervisor.workflow;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads Retry and Catch. */
final class HandlerReader {
  private static final Set<String> RETRIER =
      Set.of(
          "ErrorEquals",
          "IntervalSeconds",
          "MaxAttempts",
          "BackoffRate",
          "MaxDelaySeconds",
          "JitterStrategy",
          "Comment");
  private static final Set<String> CATCHER = Set.of("ErrorEquals", "Next", "Assign", "Comment");
  private static final int MAX_DELAY_SECONDS = 31_622_400;

  private HandlerReader() {}

  static Handlers read(Fields fields) {
    var retriers = fields.objects("Retry");
    var catchers = fields.objects("Catch");
    checkAllIsLast(retriers);
    checkAllIsLast(catchers);
    return new Handlers(
        retriers.stream().map(HandlerReader::retrier).toList(),
        catchers.stream().map(HandlerReader::catcher).toList(),
        null);
  }

  private static Retrier retrier(Fields retrier) {
    retrier.allow("a retrier", RETRIER);
    var jitter = retrier.optionalText("JitterStrategy", "NONE");
    if (!jitter.equals("NONE") && !jitter.equals("FULL")) {
      retrier.fault("JitterStrategy", "The strategies are \"FULL\" and \"NONE\".");
    }
    return new Retrier(
        retrier.texts("ErrorEquals"),
        retrier.integer("IntervalSeconds", 1, 1, StateReader.SECONDS_AT_MOST),
        retrier.integer("MaxAttempts", 3, 0, StateReader.SECONDS_AT_MOST),
        retrier.real("BackoffRate", 2.0, 1.0),
        retrier.optionalInteger("MaxDelaySeconds", 1, MAX_DELAY_SECONDS),
        jitter.equals("FULL"));
  }

  private static Catcher catcher(Fields catcher) {
    var own = catcher.language() == Language.JSONATA ? "Output" : "ResultPath";
    var known = new TreeSet<>(CATCHER);
    known.add(own);
    catcher.allow("a catcher", known);
    var next = catcher.text("Next");
    return new Catcher(
        catcher.texts("ErrorEquals"),
        FlowReader.ofCatcher(catcher),
        catcher.assign(),
        next == null ? "" : next);
  }

  /** What covers everything stands alone and last: anything behind it would never be reached. */
  private static void checkAllIsLast(List<Fields> handlers) {
    for (var index = 0; index < handlers.size(); index++) {
      var handler = handlers.get(index);
      var errors = handler.json().path("ErrorEquals");
      var coversAll = false;
      for (var error : errors) {
        coversAll |= error.asText().equals(ErrorNames.ALL);
      }
      if (coversAll && (errors.size() > 1 || index < handlers.size() - 1)) {
        handler.fault("ErrorEquals", "\"States.ALL\" stands alone, in the last entry of its list.");
      }
    }
  }
}
