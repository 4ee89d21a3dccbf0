package dev.troupe.supervisor.workflow.jsonata;

import com.dashjoin.jsonata.JException;
import dev.troupe.persistence.PlainWords;

/** What the library says of an expression that fails, without the names of Java's types. */
final class FaultWords {
  /** How it begins a message that is none of its own, one of this program's for instance. */
  private static final String TYPE = "JSonataException ";

  private FaultWords() {}

  static String of(Throwable fault) {
    return switch (fault) {
      case JException told -> said(told);
      case ClassCastException _ -> "values stand together in it that are of different kinds";
      case NullPointerException _, IndexOutOfBoundsException _ ->
          "a value that it needs is not there";
      default -> PlainWords.of(fault);
    };
  }

  private static String said(JException told) {
    var message = String.valueOf(told.getMessage());
    return message.startsWith(TYPE) ? message.substring(TYPE.length()) : message;
  }
}
