package io.github.adtauth.endtoend;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Captures the log messages of the library at DEBUG and above. */
final class LogLines implements AutoCloseable {
  private static final String[] LOGGERS = {
    "io.github.adtauth", "io.github.adtauth.token.TokenProvider"
  };

  private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
  private final Map<String, Level> levels = new ConcurrentHashMap<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          events.add(event);
        }
      };

  LogLines() {
    appender.start();
    logger(LOGGERS[0]).setAdditive(false);
    logger(LOGGERS[0]).addAppender(appender);
    for (String name : LOGGERS) {
      if (logger(name).getLevel() != null) {
        levels.put(name, logger(name).getLevel());
      }
      logger(name).setLevel(Level.DEBUG);
    }
  }

  List<String> all() {
    return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  List<String> warnings() {
    return at(Level.WARN);
  }

  List<String> debug() {
    return at(Level.DEBUG);
  }

  void clear() {
    events.clear();
  }

  private List<String> at(Level level) {
    return events.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @Override
  public void close() {
    logger(LOGGERS[0]).detachAppender(appender);
    logger(LOGGERS[0]).setAdditive(true);
    for (String name : LOGGERS) {
      logger(name).setLevel(levels.get(name));
    }
  }
}
