/**
 * Names as registers hold them: diacritics, apostrophes, hyphens, spaces, one letter, and scripts that ASCII has
 * no letters for. All are invented combinations; weights are per thousand people.
 */
export type Tongue = {
  readonly weight: number
  readonly given: readonly Name[]
  readonly family: readonly Name[]
}
/** `ascii` is what a username keeps of the name; empty for scripts it cannot hold. */
export type Name = { readonly text: string; readonly ascii: string }

const english = tongue(
  430,
  `Ada Aaliyah Aiden Alice Amara Andre Asher Ava Beatrice Bella Benjamin Caleb Camila Carter Charlotte Chloe Daniel
  Darius Deja Dylan Eleanor Eli Ella Emma Ethan Evelyn Ezra Faith Felix Finn Gabriel Grace Hannah Harper Hazel Henry
  Imani Iris Isaac Isla Ivy Jackson Jada Jamal James Jasmine Jaxon Jayden Jordan Josephine Julian Kayla Keisha Kiara
  Landon Leah Leo Liam Lila Logan Lucas Lucy Luna Mae Malik Marcus Mason Maya Mia Micah Miles Naomi Nathan Nia Noah
  Nora Oliver Olivia Owen Penelope Quinn Reese Riley Rose Ruby Ruth Sadie Samuel Savannah Sebastian Simone Sofia
  Stella Theo Tyler Violet Wesley William Willow Wyatt Xavier Zachary Zoe`,
  `Adams Allen Anderson Bailey Baker Barnes Bell Bennett Brooks Brown Bryant Butler Campbell Carter Clark Coleman
  Collins Cook Cooper Cox Davis Edwards Ellis Evans Fisher Foster Freeman Gibson Graham Gray Green Griffin Hall
  Hamilton Harris Harrison Hayes Henderson Hill Howard Hughes Jackson James Jenkins Johnson Jones Jordan Kelly King
  Lewis Long Marshall Martin Mason Mitchell Moore Morgan Morris Murphy Myers Nelson Owens Park Parker Patterson Perry
  Peterson Phillips Porter Powell Price Reed Reynolds Richardson Roberts Robinson Rogers Ross Russell Sanders Scott
  Simmons Smith Stewart Sullivan Taylor Thomas Thompson Turner Walker Wallace Ward Washington Watson West White
  Williams Wilson Wood Woods Wright Young`,
)
const spanish = tongue(
  270,
  `Adrián Alejandra Álvaro Ana Andrés Ángel Beatriz Camilo Carlos Carmen César Daniela Diego Elena Emiliano Esteban
  Fernanda Gael Guadalupe Héctor Inés Isabel Iván Jesús Joaquín José Juan_Pablo Julieta Leonardo Lucía Luis Luz
  Manuel María María_José Mateo Maximiliano Miguel Mónica Natalia Nicolás Óscar Paloma Pilar Ramón Renata Rocío
  Rodrigo Rubén Santiago Santino Sofía Tomás Valentina Valeria Verónica Ximena Yolanda Zaira`,
  `Aguilar Álvarez Castañeda Castillo Castro Chávez Contreras Cruz de_la_Cruz de_León del_Río Delgado Díaz Domínguez
  Espinoza Fernández Flores García García-López Gómez González Guerrero Gutiérrez Guzmán Hernández Herrera Ibáñez
  Jiménez Juárez López Luna Martínez Medina Mejía Méndez Mendoza Morales Moreno Muñoz Núñez Ortiz Peña Pérez
  Quiñones Ramírez Ramos Reyes Ríos Rivera Rodríguez Rojas Romero Ruiz Salazar Sánchez Sandoval Santos Soto Torres
  Valdez Vargas Vásquez Vega Velázquez Zúñiga`,
)
const european = tongue(
  110,
  `Agnieszka Aoife Björn Boris Caoimhe Chloé Élodie François Giulia Gráinne Håkon Ivana Jiří Jürgen Katarzyna Léa
  Łukasz Małgorzata Mikołaj Niamh Noémie Ondřej Renée Saoirse Siân Søren Štěpán Tomasz Václav Zoë Žofie Þóra İpek`,
  `Åkesson Babić Çelik D'Amico D'Angelo Dvořák Fitzgerald Ferrão Grünwald Hauksdóttir Jørgensen Kowalczyk Kovačević
  Lefèvre L'Heureux Łukaszewicz Mac_Giolla McAllister Müller Nowak O'Brien O'Connor O'Neill Østergaard Popović
  Şahin Sørensen Świątek van_den_Berg van_der_Meer Wojciechowska Yıldız Žižka`,
)
const african = tongue(
  60,
  `Abebe Adébáyọ̀ Aminata Awa Chidi Chinonso Fatou Folákẹ́ Ifeoma Kofi Kwame Makena Ngozi Nkechi Obinna Oluwaseun
  Selam Thandiwe Tunde Yaa Zola`,
  `Abdi Achebe Adeyemi Boateng Diallo Diop Eze Kamau Keïta Mensah Mwangi N'Diaye N'Dour Nkosi Okafor Okonkwo Osei
  Owusu Tesfaye Traoré Zulu`,
)
const asian = tongue(
  55,
  `Aarav Ananya Arjun Diya Haruto Hina Ishaan Jia-Hui Ji-ho Kabir Kenji Lakshmi Mei-Ling Min-jun Priya Ravi Ren
  Rohan Sakura Seo-yeon Vikram Wei Xiao Yuki`,
  `Ahmed Bose Chan Chen Choi Das Gupta Huang Iyer Kaur Khan Kim Kumar Lee Li Lin Liu Nair Patel Rao Reddy Sato Shah
  Sharma Singh Suzuki Tanaka Wang Wong Wu Yamamoto Zhang`,
)
const vietnamese = tongue(
  30,
  `Ánh Bảo Châu Đức Dũng Hương Khánh Linh Minh_Anh Ngọc Phúc Quỳnh Thảo Thị_Hương Thùy_Dương Trúc Tuấn Vy`,
  `Bùi Đặng Đỗ Dương Hồ Hoàng Huỳnh Lê Lý Ngô Nguyễn Phạm Phan Trần Trịnh Võ Vũ`,
)
const pacific = tongue(
  10,
  `Kaʻiulani Keanu Leilani Malia Makoa Nālani Sione Tāne Wiremu`,
  `Faleolo Kahananui Kaʻahumanu Kealoha Nāone Taʻase Tuiasosopo`,
)
// One letter is a whole name: O and E are families in Korea and China, and some people sign with J.
const short = tongue(5, `J K X Q`, `O E U Ng`)
const scripts = [
  tongue(8, `أحمد فاطمة مريم يوسف ليلى عمر نور زينب`, `الحسن حداد خوري منصور عبد_الله السيد نجار`),
  tongue(8, `伟 芳 秀英 浩然 子涵 雨桐 欣怡 明`, `王 李 張 刘 陳 欧阳 黃 吴`),
  tongue(5, `민준 서연 지우 하은 도윤 예은`, `김 이 박 최 정 남궁`),
  tongue(5, `आरव दीया काव्या रोहन प्रिया अर्जुन`, `शर्मा पटेल सिंह गुप्ता देवी यादव`),
  tongue(4, `Анна Дмитро Олександра Сергей Юлія`, `Іваненко Петрова Шевченко Соколов Кузьмич`),
]

export const tongues: readonly Tongue[] = [
  english,
  spanish,
  european,
  african,
  asian,
  vietnamese,
  pacific,
  short,
  ...scripts,
]

function tongue(weight: number, given: string, family: string): Tongue {
  return { weight, given: words(given), family: words(family) }
}

function words(text: string): Name[] {
  return text.split(/\s+/).map(word => named(word.replaceAll('_', ' ')))
}

export function named(text: string): Name {
  const ascii = text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[øœ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .replace(/đ/g, 'd')
    .replace(/ı/g, 'i')
    .replace(/[^a-z]/g, '')
  return { text, ascii }
}
