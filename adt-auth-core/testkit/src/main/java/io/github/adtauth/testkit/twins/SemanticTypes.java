package io.github.adtauth.testkit.twins;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The standard semantic types and their units, as in version 1 of the extension for DTDL v3. */
final class SemanticTypes {
  private static final String LENGTH =
      "astronomicalUnit centimetre foot inch kilometre metre micrometre mile millimetre nanometre"
          + " nauticalMile";
  private static final String ANGLE = "degreeOfArc minuteOfArc radian secondOfArc turn";
  private static final String DENSITY =
      "gramPerCubicMetre kilogramPerCubicMetre microgramPerCubicMetre milligramPerCubicMetre";
  private static final String FORCE = "newton ounce pound ton";
  private static final String POWER =
      "britishThermalUnitPerHour gigajoulePerHour gigawatt horsepower joulePerHour joulePerSecond"
          + " kiloBritishThermalUnitPerHour kilojoulePerHour kilojoulePerSecond kilowatt"
          + " kilowattHourPerYear megajoulePerHour megawatt microwatt milliwatt tonOfRefrigeration"
          + " watt";
  private static final String RATIO =
      "partsPerBillion partsPerMillion partsPerQuadrillion partsPerTrillion percent unity";

  private static final Map<String, Set<String>> UNITS = new HashMap<>();

  static {
    units("Acceleration", "centimetrePerSecondSquared gForce metrePerSecondSquared");
    units("Angle Latitude Longitude", ANGLE);
    units("AngularAcceleration", "radianPerSecondSquared");
    units(
        "AngularVelocity",
        "degreePerSecond radianPerSecond revolutionPerMinute revolutionPerSecond");
    units(
        "ApparentEnergy",
        "gigavoltAmpereHour kilovoltAmpereHour megavoltAmpereHour voltAmpereHour");
    units(
        "ApparentPower", "gigavoltAmpere kilovoltAmpere megavoltAmpere millivoltAmpere voltAmpere");
    units(
        "Area",
        "acre hectare squareCentimetre squareFoot squareInch squareKilometre squareMetre"
            + " squareMillimetre");
    units("Capacitance", "farad microfarad millifarad nanofarad picofarad");
    units("Concentration RelativeDensity RelativeHumidity", RATIO);
    units("Current", "ampere kiloampere microampere milliampere");
    units("DataRate", data("PerSecond"));
    units("DataSize", data(""));
    units("Density Humidity", DENSITY);
    units("Distance Length", LENGTH);
    units("ElectricCharge", "ampereHour coulomb milliampereHour");
    units(
        "Energy",
        "britishThermalUnit electronvolt gigajoule gigawattHour joule kiloBritishThermalUnit"
            + " kilojoule kilowattHour megaelectronvolt megajoule megawattHour milliwattHour"
            + " terawattHour wattHour");
    units("EnergyRate Luminosity Power", POWER);
    units("Force Thrust", FORCE);
    units("Frequency", "gigahertz hertz kilohertz megahertz millihertz");
    units("Illuminance", "footcandle lux");
    units("Inductance", "henry microhenry millihenry");
    units("IonizingRadiationDose", "gray microgray microsievert milligray millisievert sievert");
    units("Irradiance", "wattPerSquareMetre");
    units("Luminance", "candelaPerSquareMetre");
    units("LuminousFlux", "lumen");
    units("LuminousIntensity", "candela");
    units("MagneticFlux", "maxwell weber");
    units("MagneticInduction", "gauss tesla");
    units("Mass", "gram kilogram massPound microgram milligram slug tonne");
    units(
        "MassFlowRate",
        "gramPerHour gramPerSecond kilogramPerHour kilogramPerSecond massPoundPerHour");
    units(
        "Pressure",
        "bar decapascal hectopascal inchesOfMercury inchesOfWater kilopascal millibar"
            + " millimetresOfMercury pascal poundPerSquareInch");
    units("Radioactivity", "becquerel gigabecquerel kilobecquerel megabecquerel");
    units(
        "ReactiveEnergy",
        "gigavoltAmpereReactiveHour kilovoltAmpereReactiveHour megavoltAmpereReactiveHour"
            + " voltAmpereReactiveHour");
    units(
        "ReactivePower",
        "gigavoltAmpereReactive kilovoltAmpereReactive megavoltAmpereReactive"
            + " millivoltAmpereReactive voltAmpereReactive");
    units("Resistance", "kiloohm megaohm milliohm ohm");
    units("SoundPressure", "bel decibel");
    units("Temperature", "degreeCelsius degreeFahrenheit kelvin");
    units("TimeSpan", "day hour microsecond millisecond minute nanosecond second year");
    units("Torque", "newtonMetre");
    units(
        "Velocity",
        "centimetrePerSecond kilometrePerHour kilometrePerSecond knot metrePerHour metrePerSecond"
            + " milePerHour milePerSecond");
    units("Voltage", "kilovolt megavolt microvolt millivolt volt");
    units(
        "Volume",
        "cubicCentimetre cubicFoot cubicInch cubicMetre fluidOunce gallon litre millilitre");
    units(
        "VolumeFlowRate",
        "cubicFootPerMinute cubicMetrePerHour cubicMetrePerMinute cubicMetrePerSecond"
            + " gallonPerHour gallonPerMinute litrePerHour litrePerMinute litrePerSecond"
            + " millilitrePerHour millilitrePerMinute millilitrePerSecond");
  }

  private SemanticTypes() {}

  static boolean contains(String type) {
    return UNITS.containsKey(type);
  }

  static boolean isUnitOf(String unit, String type) {
    return UNITS.getOrDefault(type, Set.of()).contains(unit);
  }

  private static void units(String types, String units) {
    for (String type : types.split(" ", -1)) {
      UNITS.put(type, new HashSet<>(Arrays.asList(units.split(" ", -1))));
    }
  }

  private static String data(String suffix) {
    StringBuilder units = new StringBuilder("bit" + suffix + " byte" + suffix);
    for (String prefix : new String[] {"kibi", "mebi", "gibi", "tebi", "exbi", "zebi", "yobi"}) {
      units.append(' ').append(prefix).append("bit").append(suffix);
      units.append(' ').append(prefix).append("byte").append(suffix);
    }
    return units.toString();
  }
}
