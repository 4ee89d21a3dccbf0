package dev.troupe.supervisor.workflow.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Utils.RangeList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much there is to visit in the values that an expression makes: a part that stands in a value
 * many times counts each time, for whoever compares or prints the value meets it each time.
 */
final class Expanse {
  /** Parts and characters together: visited in a tenth of a second. */
  static final long AT_MOST = 8L * 1024 * 1024;

  /** What is kept in mind is kept in memory. */
  private static final long REMEMBERED_AT_MOST = 1024 * 1024;

  private static final int CHECKED_EVERY = 0xFFFF;

  private final Runnable checkTime;
  private final IdentityHashMap<Object, Long> known = new IdentityHashMap<>();
  private long remembered;
  private int visited;

  Expanse(Runnable checkTime) {
    this.checkTime = checkTime;
  }

  /** Of what was there before, and is no larger than a value may be, only where it is a part. */
  void check(@Nullable Object made) {
    if (made instanceof Collection<?> || made instanceof Map<?, ?>) {
      of(made, 0);
    }
  }

  /**
   * @throws JException if there is more than one value may have
   */
  private long of(@Nullable Object value, int level) {
    if ((++visited & CHECKED_EVERY) == 0) {
      checkTime.run();
    }
    return switch (value) {
      case String text -> 1 + text.length();
      case RangeList numbers -> 1 + numbers.size();
      case Map<?, ?> object -> remembering(object, level);
      case Collection<?> list -> remembering(list, level);
      case null, default -> 1;
    };
  }

  private long remembering(Object container, int level) {
    var identity = JsonViews.identity(container);
    var before = known.get(identity);
    if (before != null) {
      return before;
    }
    if (level > Bounds.DEPTH_AT_MOST) {
      throw new JException(
          "It nests values deeper than %d levels.".formatted(Bounds.DEPTH_AT_MOST), -1);
    }
    var expanse =
        container instanceof Map<?, ?> object
            ? ofMembers(object, level)
            : ofElements((Collection<?>) container, level);
    remember(identity, expanse, container);
    return expanse;
  }

  private long ofMembers(Map<?, ?> object, int level) {
    var expanse = 1L;
    for (var member : object.entrySet()) {
      expanse = checked(expanse + String.valueOf(member.getKey()).length());
      expanse = checked(expanse + of(member.getValue(), level + 1));
    }
    return expanse;
  }

  private long ofElements(Collection<?> list, int level) {
    var expanse = 1L;
    for (var element : list) {
      expanse = checked(expanse + of(element, level + 1));
    }
    return expanse;
  }

  private static long checked(long expanse) {
    if (expanse > AT_MOST) {
      throw new JException(
          "It makes a value that has more than %d parts and characters, written out."
              .formatted(AT_MOST),
          -1);
    }
    return expanse;
  }

  private void remember(Object identity, long expanse, Object container) {
    remembered +=
        container instanceof Collection<?> list ? list.size() : ((Map<?, ?>) container).size();
    if (remembered > REMEMBERED_AT_MOST) {
      known.clear();
      remembered = 0;
    }
    known.put(identity, expanse);
  }
}
