package dev.troupe.supervisor.workflow.jsonata;

import com.dashjoin.jsonata.JException;
import dev.troupe.supervisor.workflow.Expression;
import java.util.regex.Pattern;

/** Turns what stands between <code>{%</code> and <code>%}</code> into an expression. */
public final class JsonataCompiler {
  /** A dotted path is walked without JSONata: it is most of what workflows say. */
  private static final Pattern PATH = Pattern.compile("\\$[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*");

  private static final Pattern UNSUPPORTED = Pattern.compile("\\$(eval|shuffle)\\s*\\(");

  private JsonataCompiler() {}

  /**
   * @throws IllegalArgumentException saying what is wrong and at which character
   */
  public static Expression compile(String source) {
    var unsupported = UNSUPPORTED.matcher(source);
    if (unsupported.find()) {
      throw new IllegalArgumentException(
          "the function '$%s' is not supported".formatted(unsupported.group(1)));
    }
    PatternUse.fault(source)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
    try {
      var general = JsonataExpression.compile(source);
      return PATH.matcher(source).matches() ? PathExpression.of(source, general) : general;
    } catch (JException fault) {
      throw new IllegalArgumentException(
          "%s (at character %d)".formatted(FaultWords.of(fault), fault.getLocation()), fault);
    } catch (StackOverflowError tooDeep) {
      throw new IllegalArgumentException("the expression is nested too deeply", tooDeep);
    }
  }
}
