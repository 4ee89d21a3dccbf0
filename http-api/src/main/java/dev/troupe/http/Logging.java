package dev.troupe.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import com.typesafe.config.Config;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.logging.LogManager;
import org.slf4j.LoggerFactory;

/**
 * Where the program's log goes: nowhere at first, so that no command's stderr carries it; an engine
 * sends it to a file of its data directory. Found by Logback as a service, which spares it the
 * search for XML.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  /** A system property: {@code DEBUG} lets everything through, Pekko's words included. */
  private static final String LEVEL = "troupe.log.level";

  private static final String FILE_PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{24} - %msg%n%ex";
  private static final String FILE_SIZE = "10MB";
  private static final int OLDER_FILES = 4;
  private static final String BRIEF_PATTERN = "troupe: %msg%n%nopex";

  private static volatile boolean isTheProgram;

  /** To be called first: inside somebody else's program the log is theirs to configure. */
  public static void ofTheProgram() {
    isTheProgram = true;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    withoutSecrets(context);
    if (!isTheProgram) {
      // Whoever configures nothing gets everything; whoever does can ask for it.
      withoutSmallTalk(context);
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** How a line is written: setting {@code troupe.log.format}. */
  public enum Format {
    TEXT,
    JSON;

    /**
     * @throws IllegalArgumentException if it is neither
     */
    public static Format of(Config config) {
      String name = config.getString("troupe.log.format");
      return switch (name) {
        case "text" -> TEXT;
        case "json" -> JSON;
        default ->
            throw new IllegalArgumentException(
                "troupe.log.format is \"%s\"; it must be text or json".formatted(name));
      };
    }
  }

  /** Everything of note into {@code DIRECTORY/logs/troupe.log}; to be called before any thread. */
  public static void toFile(Path directory, Format format) {
    // Libraries that log by java.util.logging would write to stderr.
    LogManager.getLogManager().reset();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var file = rollingFile(context, directory.resolve("logs"), format);
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getProperty(LEVEL), Level.INFO));
    root.addAppender(file);
    withoutSecrets(context);
    if (root.getLevel().levelInt < Level.INFO_INT) {
      return;
    }
    withoutSmallTalk(context);
  }

  /** Word for word it would log what is sent, and keys are part of that. */
  private static void withoutSecrets(LoggerContext context) {
    context.getLogger("org.apache.hc.client5").setLevel(Level.INFO);
  }

  private static void withoutSmallTalk(LoggerContext context) {
    // Members joining a cluster of one are no news.
    context.getLogger("org.apache.pekko").setLevel(Level.WARN);
    // A long warning about a metric of a kind of dispatcher that nobody uses here.
    context.getLogger("org.apache.pekko.dispatch").setLevel(Level.ERROR);
  }

  private static RollingFileAppender<ILoggingEvent> rollingFile(
      LoggerContext context, Path logs, Format format) {
    var file = new RollingFileAppender<ILoggingEvent>();
    file.setContext(context);
    file.setName("file");
    file.setFile(logs.resolve("troupe.log").toString());
    file.setEncoder(format == Format.JSON ? json(context) : encoder(context, FILE_PATTERN));
    var older = new FixedWindowRollingPolicy();
    older.setContext(context);
    older.setParent(file);
    older.setFileNamePattern(logs.resolve("troupe.%i.log").toString());
    older.setMinIndex(1);
    older.setMaxIndex(OLDER_FILES);
    older.start();
    file.setRollingPolicy(older);
    var full = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    full.setMaxFileSize(FileSize.valueOf(FILE_SIZE));
    full.setContext(context);
    full.start();
    file.setTriggeringPolicy(full);
    file.start();
    return file;
  }

  /** Warnings to stderr as well, one line each. */
  public static void warningsToStderr() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var stderr = new OutputStreamAppender<ILoggingEvent>();
    stderr.setContext(context);
    stderr.setName("stderr");
    stderr.setEncoder(encoder(context, BRIEF_PATTERN));
    stderr.setOutputStream(new FileOutputStream(FileDescriptor.err));
    var threshold = new ch.qos.logback.classic.filter.ThresholdFilter();
    threshold.setLevel("WARN");
    threshold.start();
    stderr.addFilter(threshold);
    stderr.start();
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(stderr);
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    var encoder = new JsonLog();
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }

  private static PatternLayoutEncoder encoder(LoggerContext context, String pattern) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    return encoder;
  }
}
