#include "training/report_chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "tensor/check.h"

namespace mien {
namespace {

constexpr double kWidth = 360, kHeight = 216;
constexpr double kLeft = 50, kRight = 12, kTop = 34, kBottom = 38;
constexpr std::size_t kMostPoints = 600, kSmoothFrom = 60;
constexpr double kLogarithmicFrom = 50;

template <class... Values>
std::string format(const char* pattern, Values... values) {
  char buffer[256];
  std::snprintf(buffer, sizeof buffer, pattern, values...);
  return buffer;
}

struct Points {
  std::vector<double> x, y;
  std::size_t size() const { return x.size(); }
};

/// An axis: where values from `low` to `high` lie between two ends in the picture.
struct Axis {
  double low, high, begin, end;
  bool logarithmic = false;

  double operator()(double value) const {
    const double share =
        logarithmic ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
    return begin + share * (end - begin);
  }
};

Points finite_points(const ReportChart& chart) {
  Points points;
  for (std::size_t i = 0; i < std::min(chart.x.size(), chart.y.size()); ++i) {
    if (!std::isfinite(chart.x[i])) continue;
    points.x.push_back(chart.x[i]);
    points.y.push_back(chart.y[i]);
  }
  return points;
}

/// Means of groups of equal size; a group with a gap in it keeps its finite values only.
Points thinned(const Points& points) {
  if (points.size() <= kMostPoints) return points;
  Points result;
  for (std::size_t group = 0; group < kMostPoints; ++group) {
    const std::size_t begin = group * points.size() / kMostPoints;
    const std::size_t end = (group + 1) * points.size() / kMostPoints;
    double sum = 0, count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      if (std::isfinite(points.y[i])) sum += points.y[i], ++count;
    }
    result.x.push_back((points.x[begin] + points.x[end - 1]) / 2);
    result.y.push_back(count ? sum / count : std::numeric_limits<double>::quiet_NaN());
  }
  return result;
}

/// A running mean over about a twentieth of the curve. The window shrinks towards the ends so that
/// it stays centred: the mean does not lag behind.
Points smoothed(const Points& points) {
  Points result = points;
  const std::size_t count = points.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t reach = std::min({count / 40, i, count - 1 - i});
    double sum = 0, finite = 0;
    for (std::size_t k = i - reach; k <= i + reach; ++k) {
      if (std::isfinite(points.y[k])) sum += points.y[k], ++finite;
    }
    if (std::isfinite(points.y[i])) result.y[i] = sum / finite;
  }
  return result;
}

/// 1, 2 or 5 times a power of ten, so that about `count` steps cover `span`.
double round_step(double span, int count) {
  const double rough = span / count, power = std::pow(10, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * 0.999) return factor * power;
  }
  return 10 * power;
}

std::vector<double> ticks_of(const Axis& axis, int count) {
  std::vector<double> ticks;
  if (axis.logarithmic) {
    const double decades = std::log10(axis.high / axis.low);
    for (double power = std::floor(std::log10(axis.low)); power <= std::log10(axis.high); ++power) {
      for (double factor : {1.0, 2.0, 5.0}) {
        const double tick = factor * std::pow(10, power);
        const bool wanted = factor == 1 || decades < 2;
        if (wanted && tick >= axis.low * 0.999 && tick <= axis.high * 1.001) ticks.push_back(tick);
      }
    }
    return ticks;
  }
  const double step = round_step(axis.high - axis.low, count);
  for (double k = std::ceil(axis.low / step - 1e-9); k * step <= axis.high + 1e-9 * step; ++k) {
    ticks.push_back(k * step);
  }
  return ticks;
}

Axis value_axis(const Points& points) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (double y : points.y) {
    if (std::isfinite(y)) low = std::min(low, y), high = std::max(high, y);
  }
  Axis axis{low, high, kHeight - kBottom, kTop};
  axis.logarithmic = low > 0 && high > kLogarithmicFrom * low;
  if (axis.logarithmic) return axis;
  // What differs by rounding alone, as means of a constant do, has no room for ticks between.
  const double size = std::max(std::abs(low), std::abs(high));
  const bool varies = high - low > 1e-9 * size;
  const double room = varies ? 0.05 * (high - low) : std::max(1e-6, 0.1 * size);
  axis.low -= room;
  axis.high += room;
  return axis;
}

std::string path_of(const Points& points, const Axis& x, const Axis& y, const char* style) {
  std::string path;
  bool pen_down = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool here = std::isfinite(points.y[i]);
    if (here) path += format("%c%.1f %.1f", pen_down ? 'L' : 'M', x(points.x[i]), y(points.y[i]));
    pen_down = here;
  }
  return text("<path class=\"", style, "\" d=\"", path, "\"/>");
}

std::string dots_of(const Points& points, const Axis& x, const Axis& y) {
  std::string dots;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!std::isfinite(points.y[i])) continue;
    dots += format("<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"2.5\"><title>",
                   x(points.x[i]), y(points.y[i])) +
            number_for_people(points.x[i]) + ": " + number_for_people(points.y[i]) +
            "</title></circle>";
  }
  return dots;
}

std::string axes_of(const Axis& x, const Axis& y, const std::string& x_title) {
  std::string svg;
  for (double tick : ticks_of(y, 5)) {
    svg += format("<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", kLeft, y(tick), kWidth - kRight) +
           format("<text class=\"axis\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">", kLeft - 7,
                  y(tick) + 4) +
           number_for_people(tick) + "</text>";
  }
  for (double tick : ticks_of(x, 4)) {
    const bool at_edge = x(tick) > kWidth - 2 * kRight;  // half of the number would be cut off
    svg +=
        format("<text class=\"axis\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">",
               at_edge ? kWidth - 2 : x(tick), kHeight - kBottom + 16, at_edge ? "end" : "middle") +
        number_for_people(tick) + "</text>";
  }
  return svg +
         format("<text class=\"axis\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">", kWidth - kRight,
                kHeight - 6) +
         escape_html(x_title) + "</text>";
}

double last_value(const Points& points) {
  const auto last =
      std::find_if(points.y.rbegin(), points.y.rend(), [](double y) { return std::isfinite(y); });
  return last == points.y.rend() ? std::numeric_limits<double>::quiet_NaN() : *last;
}

}  // namespace

std::string escape_html(const std::string& text) {
  std::string result;
  for (char letter : text) {
    switch (letter) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      default:
        result += letter;
    }
  }
  return result;
}

std::string number_for_people(double value) {
  const double size = std::abs(value);
  if (size >= 1e4 && size < 1e9) return format("%.0f", value);
  if (size > 0 && size < 1e-3) {  // "5e-4" is shorter than "0.0005"
    const int power = static_cast<int>(std::floor(std::log10(size)));
    return format("%.4ge%d", value / std::pow(10.0, power), power);
  }
  return format("%.4g", value == 0 ? 0.0 : value);  // no "-0"
}

std::string chart_svg(const ReportChart& chart) {
  const Points points = thinned(finite_points(chart));
  const double last = last_value(points);
  std::string svg = format("<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\">", kWidth, kHeight) +
                    format("<text class=\"title\" x=\"%.0f\" y=\"18\">", kLeft) +
                    escape_html(chart.title) + "</text>";
  if (!std::isfinite(last)) {
    return svg + format("<text class=\"axis\" x=\"%.0f\" y=\"%.0f\">no values</text></svg>", kLeft,
                        kHeight / 2);
  }
  svg += format("<text class=\"value\" x=\"%.0f\" y=\"18\" text-anchor=\"end\">", kWidth - kRight) +
         number_for_people(last) + "</text>";

  const double first_x = points.x.front(), last_x = points.x.back();
  const Axis x{first_x, last_x > first_x ? last_x : first_x + 1, kLeft, kWidth - kRight};
  const Axis y = value_axis(points);
  svg += axes_of(x, y, chart.x_title);
  if (points.size() > kSmoothFrom) {
    svg += path_of(points, x, y, "raw") + path_of(smoothed(points), x, y, "line");
  } else {
    svg += path_of(points, x, y, "line") + dots_of(points, x, y);
  }
  return svg + "</svg>";
}

}  // namespace mien
