package dev.troupe.supervisor.workflow;

import com.dashjoin.jsonata.Jsonata.FnVarArgs;
import com.dashjoin.jsonata.Jsonata.Frame;
import com.dashjoin.jsonata.utils.DateTimeUtils;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSONata's functions that would look at a clock or a die, answered from the decision's moment. */
final class Functions {

  /** Refused by name when a definition is read: not offered by the service, or not here yet. */
  static final Set<String> UNSUPPORTED =
      Set.of("eval", "shuffle", "uuid", "partition", "range", "hash", "parse");

  private Functions() {}

  static void bind(Frame frame, Moment moment) {
    frame.bind("now", now(moment));
    frame.bind("millis", (FnVarArgs<Object>) _ -> moment.now().toEpochMilli());
    frame.bind("random", (FnVarArgs<Object>) _ -> moment.random());
  }

  private static FnVarArgs<@Nullable Object> now(Moment moment) {
    return arguments ->
        DateTimeUtils.formatDateTime(
            moment.now().toEpochMilli(), text(arguments, 0), text(arguments, 1));
  }

  private static @Nullable String text(List<?> arguments, int index) {
    return index < arguments.size() ? (String) arguments.get(index) : null;
  }
}
