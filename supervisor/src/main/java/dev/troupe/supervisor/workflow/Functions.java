package dev.troupe.supervisor.workflow;

import com.dashjoin.jsonata.Jsonata.Fn0;
import com.dashjoin.jsonata.Jsonata.Fn2;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.utils.DateTimeUtils;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSONata's functions that would look at a clock or a die, answered from the decision's moment. */
final class Functions {

  /** Refused by name when a definition is read: not offered by the service, or not here yet. */
  static final Set<String> UNSUPPORTED =
      Set.of("eval", "shuffle", "uuid", "partition", "range", "hash", "parse");

  private static final Set<String> OF_MOMENT = Set.of("now", "millis", "random");

  private Functions() {}

  /** Whether an expression that mentions these names needs {@link #bind}. */
  static boolean isMentioned(Set<String> names) {
    return names.stream().anyMatch(OF_MOMENT::contains);
  }

  static void bind(Frame frame, Moment moment) {
    var millis = moment.now().toEpochMilli();
    frame.bind(
        "now",
        (Fn2<@Nullable String, @Nullable String, String>)
            (picture, timezone) -> DateTimeUtils.formatDateTime(millis, picture, timezone));
    frame.bind("millis", (Fn0<Long>) () -> millis);
    frame.bind("random", (Fn0<Double>) moment::random);
  }
}
