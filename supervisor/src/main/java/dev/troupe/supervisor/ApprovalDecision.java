package dev.troupe.supervisor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What somebody says to an approval.
 *
 * @param by who it is, as far as the server knows: {@code local} until access control exists
 * @param as who they say they are; recorded, and counted as a voter of its own
 * @param edits what they changed, in the shape of the approval's form; null for nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ApprovalDecision(
    Choice choice,
    String by,
    @Nullable String as,
    @Nullable JsonNode edits,
    @Nullable String comment) {

  public enum Choice {
    APPROVE,
    REJECT;

    /** As it is written in JSON: {@code approve}, {@code reject}. */
    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
