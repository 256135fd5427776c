// Write the workbook that is kept once more, as another program does: `node sheetjs.js FOLDER` where npm's `xlsx` (0.18.5) is.
const path = require("path");
const xlsx = require("xlsx");

const folder = process.argv[2];
const book = xlsx.readFile(path.join(folder, "informe.xlsx"), { cellNF: true, cellStyles: true, cellFormula: true });
xlsx.writeFile(book, path.join(folder, "sheetjs.xlsb"), { bookType: "xlsb", bookSST: true, compression: true });
xlsx.writeFile(book, path.join(folder, "sheetjs.xls"), { bookType: "biff8" });
