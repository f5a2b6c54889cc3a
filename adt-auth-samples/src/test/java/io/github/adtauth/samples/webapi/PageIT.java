package io.github.adtauth.samples.webapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.openqa.selenium.By.cssSelector;
import static org.openqa.selenium.By.xpath;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The whole way, in real processes: Chromium, the web API, Entra's pages, Digital Twins. */
class PageIT {
  private static final File CHROMIUM = new File("/usr/bin/chromium");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  @TempDir private Path profile;
  private RoomsProcess rooms;
  private ChromeDriver browser;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(CHROMIUM.canExecute() && DRIVER.canExecute(), "Chromium is not installed");
    rooms = new RoomsProcess();
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.setAcceptInsecureCerts(true); // of the throw-away authority
    options.addArguments(
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--user-data-dir=" + profile,
        "--proxy-server=" + rooms.proxy(),
        "--window-size=1100,800");
    browser =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
    Files.createDirectories(SCREENSHOTS);
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.quit();
    }
    if (rooms != null) {
      rooms.close();
    }
  }

  private WebElement visible(By what) {
    try {
      return new WebDriverWait(browser, Duration.ofSeconds(20))
          .until(ExpectedConditions.visibilityOfElementLocated(what));
    } catch (TimeoutException e) {
      throw new AssertionError(
          "not seen: "
              + what
              + " on "
              + browser.getCurrentUrl()
              + "\n"
              + browser.getPageSource()
              + "\n"
              + rooms.output(),
          e);
    }
  }

  private void says(String text) {
    visible(xpath("//*[@id='status'][contains(., '" + text + "')]"));
  }

  /** Returns what the content security policy kept the page from. */
  private List<String> violations() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .filter(message -> message.contains("Content Security Policy"))
        .toList();
  }

  private void screenshot(String name) throws IOException {
    Files.write(SCREENSHOTS.resolve(name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
  }

  @Test
  void userSignsIn_seesTheRooms_andProvesToBeTheUserBeforeHeating() throws Exception {
    browser.get(rooms.address());
    says("Sign in to see the rooms.");
    screenshot("1-page");
    visible(By.id("sign-in")).sendKeys(Keys.ENTER);

    visible(xpath("//button[contains(., 'Alice')]"));
    assertThat(browser.getCurrentUrl()).startsWith("https://login.microsoftonline.com/");
    screenshot("2-sign-in");
    visible(xpath("//button[contains(., 'Alice')]")).click();

    visible(xpath("//button[contains(., 'Accept')]"));
    assertThat(browser.getPageSource()).contains("Rooms", "Contoso Web API");
    screenshot("3-one-consent-for-both");
    visible(xpath("//button[contains(., 'Accept')]")).click();

    visible(By.id("room-room-23"));
    assertThat(browser.findElements(cssSelector("#rooms > li"))).hasSize(6);
    assertThat(visible(By.id("who")).getText()).isEqualTo("alice@contoso.onmicrosoft.com");
    screenshot("4-rooms");
    double before = Double.parseDouble(visible(cssSelector("#room-room-11 output")).getText());
    visible(cssSelector("#room-room-11 button")).sendKeys(Keys.ENTER);

    visible(xpath("//button[contains(., 'Approve')]"));
    assertThat(browser.getCurrentUrl()).startsWith("https://login.microsoftonline.com/");
    screenshot("5-second-factor");
    visible(xpath("//button[contains(., 'Approve')]")).click();

    says("Room 11 is heated to");
    assertThat(Double.parseDouble(visible(cssSelector("#room-room-11 output")).getText()))
        .isEqualTo(before + 1);
    screenshot("6-heated");

    visible(cssSelector("#room-room-12 button")).click();
    says("Room 12 is heated to");
    browser.manage().window().setSize(new Dimension(390, 844));
    screenshot("7-on-a-phone");
    browser.manage().window().setSize(new Dimension(1100, 800));
    visible(By.id("sign-out")).click();
    says("You are signed out.");
    assertThat(browser.getCurrentUrl()).isEqualTo(rooms.address());
    assertThat(browser.findElements(cssSelector("#rooms > li"))).isEmpty();
    screenshot("8-signed-out");
    visible(By.id("sign-in")).click();
    visible(
        xpath("//button[contains(., 'Alice')]")); // the session of the sign-in page has ended too
    assertThat(violations()).isEmpty();
  }
}
