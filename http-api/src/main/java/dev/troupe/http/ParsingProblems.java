package dev.troupe.http;

import java.util.List;
import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** What is no HTTP request at all is answered as a problem document too. */
public final class ParsingProblems extends ParsingErrorHandler {
  // Pekko looks a handler up as a Scala object, by this field's name.
  public static final ParsingProblems MODULE$ = new ParsingProblems();

  private ParsingProblems() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    String detail = info.summary() + ". Send a well-formed HTTP/1.1 request.";
    Problem problem =
        new Problem(status.intValue(), "bad-request", status.reason(), detail, List.of());
    return Answers.problem(problem, "");
  }
}
