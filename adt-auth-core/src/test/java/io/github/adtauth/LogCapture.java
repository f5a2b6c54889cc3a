package io.github.adtauth;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes all lines of SLF4J and java.util.logging, at the lowest level, to a canary. */
final class LogCapture implements AutoCloseable {
  private final Canary canary;
  private final Map<String, LongAdder> lines = new ConcurrentHashMap<>();
  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
  private final Appender<ILoggingEvent> console = root.getAppender("console");
  private final Appender<ILoggingEvent> appender = new Slf4j();
  private final Map<ch.qos.logback.classic.Logger, Level> levels = new HashMap<>();
  private final java.util.logging.Logger julRoot = java.util.logging.Logger.getLogger("");
  private final java.util.logging.Level julLevel = julRoot.getLevel();
  private final Handler[] julHandlers = julRoot.getHandlers();

  LogCapture(Canary canary) {
    this.canary = canary;
    for (ch.qos.logback.classic.Logger logger : context.getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger, logger.getLevel());
        logger.setLevel(Level.TRACE);
      }
    }
    root.detachAppender(console);
    appender.start();
    root.addAppender(appender);
    for (Handler handler : julHandlers) {
      julRoot.removeHandler(handler);
    }
    julRoot.addHandler(new Jul());
    julRoot.setLevel(java.util.logging.Level.ALL);
  }

  /** Returns the number of lines of loggers whose name has a prefix. */
  long lines(String prefix) {
    return lines.entrySet().stream()
        .filter(logger -> logger.getKey().startsWith(prefix))
        .mapToLong(logger -> logger.getValue().sum())
        .sum();
  }

  private void collect(String logger, String line) {
    lines.computeIfAbsent(logger, name -> new LongAdder()).increment();
    canary.collect("log of " + logger, line);
  }

  @Override
  public void close() {
    levels.forEach(ch.qos.logback.classic.Logger::setLevel);
    root.detachAppender(appender);
    root.addAppender(console);
    for (Handler handler : julRoot.getHandlers()) {
      julRoot.removeHandler(handler);
    }
    List.of(julHandlers).forEach(julRoot::addHandler);
    julRoot.setLevel(julLevel);
  }

  private final class Slf4j extends AppenderBase<ILoggingEvent> {
    /** An encoder may also write the arguments, the key-value pairs and the thread. */
    @Override
    protected void append(ILoggingEvent event) {
      String thrown =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      String arguments = Arrays.deepToString(event.getArgumentArray());
      collect(
          event.getLoggerName(),
          String.join(
              " ",
              event.getThreadName(),
              event.getFormattedMessage(),
              arguments,
              String.valueOf(event.getMDCPropertyMap()),
              String.valueOf(event.getKeyValuePairs()),
              String.valueOf(event.getMarkerList()),
              thrown));
    }
  }

  private final class Jul extends Handler {
    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      String parameters = Arrays.deepToString(line.getParameters());
      collect(line.getLoggerName(), formatter.format(line) + " " + parameters);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
